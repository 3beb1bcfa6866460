import { statSync } from 'node:fs';
import type { Job } from '#main/backups/jobs.ts';
import { pieces, Tally } from '#main/backups/pipe.ts';

export interface CompareTask {
  readonly file: string;
}

/** Hashes a file: answers with the hex SHA-256 of its bytes. */
export async function* compareBytes({ file }: CompareTask): Job<string> {
  const tally = new Tally();
  const of = statSync(file).size;
  for await (const piece of pieces(file, 1024 * 1024)) {
    tally.add(piece);
    yield { stage: 'Compare the bytes', done: tally.bytes, of, unit: 'bytes' };
  }
  return tally.end().sha256;
}
