import type { ReadableDb, WritableDb } from './operations.ts';

// The operations that the tests of this room ask of real workers.
export const trialWrites = {
  make: (db: WritableDb, _input: null) => db.exec('CREATE TABLE IF NOT EXISTS trial (value, filler)') && null,
  put: (db: WritableDb, value: number) =>
    Number(db.prepare('INSERT INTO trial (value) VALUES (?)').run(value).lastInsertRowid),
  fill: (db: WritableDb, { value, bytes }: { value: number; bytes: number }) =>
    db.prepare('INSERT INTO trial VALUES (?, zeroblob(?))').run(value, bytes).changes,
  putThenFail(db: WritableDb, value: number): null {
    db.prepare('INSERT INTO trial (value) VALUES (?)').run(value);
    throw new Error('planted');
  },
  crash: (_db: WritableDb, _input: null) => process.exit(7),
  /** Holds the writer for some time, as a slow disk would. */
  busy(_db: WritableDb, ms: number): null {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
    return null;
  },
};

export const trialReads = {
  values: (db: ReadableDb, _input: null) =>
    db.prepare('SELECT value FROM trial ORDER BY rowid').pluck().all() as number[],
  write: (db: ReadableDb, _input: null) => db.prepare('INSERT INTO trial (value) VALUES (1)').run().changes,
  crash: (_db: ReadableDb, _input: null) => process.exit(7),
};
