import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { openDatabase } from './database.ts';
import type { Database } from './operations.ts';
import type { trialReads, trialWrites } from './trial-operations.ts';

/** A folder of its own for one test. */
export function trialFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lablink-database-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export type TrialDatabase = Database<typeof trialWrites, typeof trialReads>;

/** A database with the trial operations, its table made; closed when the test ends. */
export async function trialDatabase(file: string, maxPages?: number): Promise<TrialDatabase> {
  const database: TrialDatabase = await openDatabase({
    file,
    threads: { writer: 'trialWriter', reader: 'trialReader' },
    ...(maxPages === undefined ? {} : { maxPages }),
  });
  onTestFinished(() => database.close());
  await database.write('make', null);
  await idle();
  return database;
}

/** The queue of a database gathers for one more turn after a batch; after this a write goes at once. */
export const idle = async (): Promise<void> => {
  await setImmediate();
  await setImmediate();
};

/** Transactions in a write-ahead log: frames that name a size are commits. source: SQLite file format, 4.1. */
export function commitsIn(file: string): number {
  const log = readFileSync(`${file}-wal`);
  const size = log.readUInt32BE(8);
  let commits = 0;
  for (let at = 32; at + 24 + size <= log.length; at += 24 + size)
    if (log.readUInt32BE(at + 4) !== 0 && log.compare(log, 16, 24, at + 8, at + 16) === 0) commits++;
  return commits;
}
