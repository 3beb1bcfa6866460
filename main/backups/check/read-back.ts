import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { databaseFault } from '#main/database/connection.ts';
import { fileFault } from '#main/folder/new-file.ts';
import { Fault } from '#shared/faults.ts';
import type { Facts } from '#main/backups/facts.ts';
import { decryptAge } from '#main/backups/format/age.ts';
import { damaged } from '#main/backups/format/damaged.ts';
import { decompressFrames } from '#main/backups/format/frames.ts';
import type { Manifest } from '#main/backups/format/manifest.ts';
import type { Job } from '#main/backups/jobs.ts';
import { pieces, Tally } from '#main/backups/pipe.ts';
import { compareBytes } from './compare.ts';
import { inspect, type Inspected } from './inspect.ts';

/** What the bytes of a backup are known to be; the hash of its database may not be known yet. */
export interface Expected {
  readonly file: Pick<Manifest['file'], 'bytes' | 'sha256'>;
  readonly plain: { readonly bytes: number; readonly sha256: string | null };
}

export interface CheckTask {
  readonly file: string;
  /** The bytes that it has to be and to hold; null for a backup without a manifest. */
  readonly expected: Expected | null;
  /** What is said of the database inside; null where nobody says anything, or nobody yet. */
  readonly says: Facts | null;
  readonly identities: readonly string[];
  /** Where the plain database goes: a file that is not there yet. Whoever asked removes it. */
  readonly to: string;
  /** Without a manifest: it may become this long. */
  readonly maxBytes: number;
}

/** What was found, and the length and hash of the database. */
export interface Checked extends Inspected {
  readonly plain: Manifest['plain'];
}

const pieceBytes = 1024 * 1024;

/**
 * Decrypts, decompresses and checks a backup whole; the plain database is at `to` afterwards. Throws BACKUP_KEY_WRONG,
 * BACKUP_DAMAGED, DISK_FULL; what does not hold inside the database is in the answer.
 */
export async function* readBack(task: CheckTask): Job<Checked> {
  const plain = yield* unfold(task);
  try {
    return { ...(yield* inspect(task.to, task.says)), plain };
  } catch (error) {
    const fault = databaseFault(error);
    throw fault.code === 'DATABASE_CORRUPT' || fault.code === 'DATABASE_FAILED'
      ? damaged('the database in it cannot be read', null, fault)
      : fault;
  }
}

const differ = (what: string): Fault => damaged(`${what} are not those that its manifest says`);

async function* unfold({ file, expected, identities, to, maxBytes }: CheckTask): Job<Manifest['plain']> {
  const sealed = new Tally();
  const plain = new Tally();
  const stop = new AbortController();
  const max = expected?.plain.bytes ?? maxBytes;
  const handle = await open(to, 'wx', 0o600).catch((error: unknown) => {
    throw fileFault(error, dirname(to));
  });
  try {
    const opened = decryptAge(sealed.over(pieces(file, pieceBytes)), identities);
    for await (const part of decompressFrames(opened, { signal: stop.signal, maxBytes: max })) {
      plain.add(part);
      try {
        for (let at = 0; at < part.length; ) at += (await handle.write(part, at)).bytesWritten;
      } catch (error) {
        throw fileFault(error, dirname(to));
      }
      yield {
        stage: 'Read back, decrypt, decompress',
        done: plain.bytes,
        of: expected?.plain.bytes ?? null,
        unit: 'bytes',
      };
    }
  } catch (error) {
    if (expected === null || !(error instanceof Fault) || error.code !== 'BACKUP_KEY_WRONG') throw error;
    // A header that was altered looks like another key: the signed hash tells which.
    if ((yield* compareBytes({ file })) !== expected.file.sha256) throw differ('its bytes');
    throw error;
  } finally {
    stop.abort();
    await handle.close();
  }
  const got = plain.end();
  if (expected === null) return got;
  if (sealed.end().sha256 !== expected.file.sha256) throw differ('its bytes');
  if (got.bytes !== expected.plain.bytes || got.sha256 !== (expected.plain.sha256 ?? got.sha256))
    throw differ('the bytes of its database');
  return got;
}
