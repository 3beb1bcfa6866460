import type { ReadableDb, WritableDb } from '#main/database/operations.ts';
import { KeepingPolicy } from '#shared/contract/keeping.ts';

const forEver = { days: null, bytes: null };

/** What a console begins with: nothing goes by itself, and changing commands are refused when the disk is full. */
export const usualPolicy: KeepingPolicy = {
  keep: { records: forEver, readings: forEver, recordings: forEver },
  warnBelow: 2_000_000_000,
  whenFull: 'refuse',
};

export const policyReads = {
  keepingPolicy(db: ReadableDb, _input: null): KeepingPolicy {
    const row = db.prepare('SELECT policy FROM keeping_policy').get() as { policy: string } | undefined;
    return row === undefined ? usualPolicy : KeepingPolicy.parse(JSON.parse(row.policy));
  },
};

export const policyWrites = {
  setKeepingPolicy(db: WritableDb, policy: KeepingPolicy): void {
    db.prepare('INSERT OR REPLACE INTO keeping_policy VALUES (1, ?)').run(JSON.stringify(policy));
  },
};
