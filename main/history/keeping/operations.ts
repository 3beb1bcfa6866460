import { databaseFault } from '#main/database/connection.ts';
import type { ReadableDb, ReadOperations, WriteOperations } from '#main/database/operations.ts';
import { cutReads, cutWrites } from './cut.ts';
import { readingReads, readingWrites } from './old-readings.ts';
import { policyReads, policyWrites } from './policy.ts';
import { statementsOf } from './prove.ts';
import { signatureReads, signatureWrites } from './signatures.ts';
import { sizeReads, sizeWrites } from './sizes.ts';

/** Problems that are named, at most. */
const problemsMax = 50;

/** Rows that name others that are not there. Where pages are damaged it cannot be told of them all: that is said, and is no reason to leave out the rest. */
function strays(db: ReadableDb): string[] {
  try {
    const found = db.pragma('foreign_key_check') as { table: string; rowid: number | null; parent: string }[];
    return found.map(
      ({ table, rowid, parent }) =>
        `row ${rowid ?? '?'} of ${table} names a row of ${parent} that is not there`,
    );
  } catch (error) {
    const fault = databaseFault(error);
    if (fault.code !== 'DATABASE_CORRUPT') throw fault;
    return ['references between tables cannot be followed: pages of them are damaged'];
  }
}

/** What keeping asks of the reader threads. */
export const keepingReads = {
  ...policyReads,
  ...cutReads,
  ...readingReads,
  ...signatureReads,
  ...sizeReads,
  statements: (db: ReadableDb, keys: readonly string[] | null) => statementsOf(db, keys),

  /** SQLite's own check of every page, index and reference. Some ten seconds a GB; it cannot be broken off. */
  integrity(db: ReadableDb, _input: null): string[] {
    const said = db.pragma(`integrity_check(${problemsMax})`) as { integrity_check: string }[];
    const problems = said.map((row) => row.integrity_check).filter((each) => each !== 'ok');
    problems.push(...strays(db));
    return problems.slice(0, problemsMax);
  },
} satisfies ReadOperations;

/** What keeping asks of the writer thread. */
export const keepingWrites = {
  ...policyWrites,
  ...cutWrites,
  ...readingWrites,
  ...signatureWrites,
  ...sizeWrites,
} satisfies WriteOperations;
