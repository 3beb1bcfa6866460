import type { Database, ReadableDb, ReadOperations, WriteOperations } from '#main/database/operations.ts';
import type { verifyChain } from '#main/history/verify.ts';
import { cutReads, cutWrites } from './cut.ts';
import { integrityReads } from './integrity.ts';
import { readingReads, readingWrites } from './old-readings.ts';
import { policyReads, policyWrites } from './policy.ts';
import { statementsOf } from './prove.ts';
import { signatureReads, signatureWrites } from './signatures.ts';
import { sizeReads, sizeWrites } from './sizes.ts';

/** What keeping asks of the reader threads. */
export const keepingReads = {
  ...policyReads,
  ...cutReads,
  ...readingReads,
  ...signatureReads,
  ...sizeReads,
  ...integrityReads,
  statements: (db: ReadableDb, keys: readonly string[] | null) => statementsOf(db, keys),
} satisfies ReadOperations;

/** What keeping asks of the writer thread. */
export const keepingWrites = {
  ...policyWrites,
  ...cutWrites,
  ...readingWrites,
  ...signatureWrites,
  ...sizeWrites,
} satisfies WriteOperations;

/** The database as keeping uses it. */
export type KeepingDatabase = Database<
  typeof keepingWrites,
  typeof keepingReads & { readonly verifyChain: typeof verifyChain }
>;
