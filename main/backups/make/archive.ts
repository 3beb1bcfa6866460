import { readFileSync, statSync } from 'node:fs';
import type { WritableDb } from '#main/database/operations.ts';

/** A file that a backup takes along: `name` is its path in the data folder, with `/`. */
export interface TakenFile {
  readonly name: string;
  /** Where it is, or what is in it. One that is gone by then is left out. */
  readonly from: string | Uint8Array;
}

/** A longer one is left out, and said: it would have to be in memory whole. Recordings have some MB. */
export const fileMax = 256 * 1024 * 1024;

// source: SQLite Archive Files, 2 (this very table; data of the length sz is not compressed).
const table = 'CREATE TABLE sqlar(name TEXT PRIMARY KEY, mode INT, mtime INT, sz INT, data BLOB)';
/** A regular file for its owner alone. source: POSIX, sys/stat.h. */
const mode = 0o100600;

/** Adds files to a copy of the database as an SQLite archive, which `sqlite3 -Ax` extracts. Yields after each; answers with the names left out. */
export function* addFiles(
  db: WritableDb,
  files: readonly TakenFile[],
  at: number,
): Generator<number, readonly string[], undefined> {
  const leftOut: string[] = [];
  db.prepare('BEGIN').run();
  db.prepare(table).run();
  const insert = db.prepare('INSERT INTO sqlar VALUES (?, ?, ?, ?, ?)');
  for (const [index, { name, from }] of files.entries()) {
    yield index;
    if (typeof from !== 'string') {
      insert.run(name, mode, Math.floor(at / 1000), from.length, from);
      continue;
    }
    const stats = statSync(from, { throwIfNoEntry: false });
    if (stats === undefined || !stats.isFile()) continue;
    if (stats.size > fileMax) {
      leftOut.push(name);
      continue;
    }
    const data = readFileSync(from);
    insert.run(name, mode, Math.floor(stats.mtimeMs / 1000), data.length, data);
  }
  db.prepare('COMMIT').run();
  return leftOut;
}
