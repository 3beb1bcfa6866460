import type { ReadableDb, ReadOperations, WriteOperations } from '#main/database/operations.ts';
import { cutReads, cutWrites } from './cut.ts';
import { readingReads, readingWrites } from './old-readings.ts';
import { policyReads, policyWrites } from './policy.ts';
import { statementsOf } from './prove.ts';
import { signatureReads, signatureWrites } from './signatures.ts';
import { sizeReads, sizeWrites } from './sizes.ts';

/** Problems that are named, at most. */
const problemsMax = 50;

/** What keeping asks of the reader threads. */
export const keepingReads = {
  ...policyReads,
  ...cutReads,
  ...readingReads,
  ...signatureReads,
  ...sizeReads,
  statements: (db: ReadableDb, _input: null) => statementsOf(db),

  /** SQLite's own check of every page, index and reference. Some ten seconds a GB; it cannot be broken off. */
  integrity(db: ReadableDb, _input: null): string[] {
    const said = db.pragma(`integrity_check(${problemsMax})`) as { integrity_check: string }[];
    const problems = said.map((row) => row.integrity_check).filter((each) => each !== 'ok');
    const strays = db.pragma('foreign_key_check') as {
      table: string;
      rowid: number | null;
      parent: string;
    }[];
    for (const { table, rowid, parent } of strays)
      problems.push(`row ${rowid ?? '?'} of ${table} names a row of ${parent} that is not there`);
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
