import type { ReadableDb, ReadOperations, WritableDb, WriteOperations } from '#main/database/operations.ts';
import { Fault } from '#shared/faults.ts';
import { putRecoverySecret, recoveryReads, recoveryWrites } from './recovery-operations.ts';
import { type Forgiveness, forgive, throttleWrites } from './throttle-operations.ts';
import { tokenReads, tokenWrites } from './token-operations.ts';
import {
  codesLeft,
  insertUser,
  type NewUser,
  putCodes,
  selectUser,
  type StoredUser,
  stored,
  type UserRow,
} from './user-rows.ts';

export interface StoredCode {
  readonly number: number;
  readonly mac: Uint8Array;
  readonly usedAt: number | null;
}

/** What changes accounts. Runs in the writer; each is atomic. */
export const accountWrites = {
  ...throttleWrites,
  ...recoveryWrites,
  ...tokenWrites,

  /** The first account with its recovery codes and the console's recovery secret, or ACCOUNT_EXISTS when there is any account. */
  accountCreateFirst(
    db: WritableDb,
    input: {
      readonly user: NewUser;
      readonly codes: readonly Uint8Array[];
      readonly recoverySecret: Uint8Array;
    },
  ): void {
    if (db.prepare('SELECT 1 FROM user LIMIT 1').get() !== undefined)
      throw new Fault('ACCOUNT_EXISTS', 'An account was made meanwhile.');
    const { user, codes, recoverySecret } = input;
    insertUser(db, user);
    putCodes(db, user.id, codes);
    putRecoverySecret(db, recoverySecret, user.createdAt);
  },

  /**
   * Accepts a TOTP step once: true for exactly one of any number of racing tries, false for this step and every older
   * one ever after. When accepted, the throttle forgives.
   */
  accountAcceptStep(
    db: WritableDb,
    input: { readonly userId: string; readonly step: number; readonly forgive: Forgiveness },
  ): boolean {
    const { changes } = db
      .prepare(
        'UPDATE user SET totp_last_step = ? WHERE id = ? AND totp_last_step < ? AND disabled_at IS NULL',
      )
      .run(input.step, input.userId, input.step);
    if (changes === 1) forgive(db, input.forgive);
    return changes === 1;
  },

  /** Uses a recovery code up: how many are left, or null when it was used before or its owner is disabled. */
  accountUseCode(
    db: WritableDb,
    input: {
      readonly userId: string;
      readonly number: number;
      readonly at: number;
      readonly forgive: Forgiveness;
    },
  ): number | null {
    const { changes } = db
      .prepare(
        `UPDATE recovery_code SET used_at = ? WHERE user_id = ? AND number = ? AND used_at IS NULL
           AND EXISTS (SELECT 1 FROM user WHERE user.id = recovery_code.user_id AND user.disabled_at IS NULL)`,
      )
      .run(input.at, input.userId, input.number);
    if (changes !== 1) return null;
    forgive(db, input.forgive);
    return codesLeft(db, input.userId);
  },
} satisfies WriteOperations;

/** What asks about accounts. Runs in a reader. */
export const accountReads = {
  ...recoveryReads,
  ...tokenReads,

  accountsExist(db: ReadableDb, _input: null): boolean {
    return db.prepare('SELECT 1 FROM user LIMIT 1').get() !== undefined;
  },
  accountByName(db: ReadableDb, input: { readonly nameKey: string }): StoredUser | null {
    const row = db.prepare(`${selectUser} WHERE user.name_key = ?`).get(input.nameKey) as UserRow | undefined;
    return row === undefined ? null : stored(row);
  },
  accountById(db: ReadableDb, input: { readonly id: string }): StoredUser | null {
    const row = db.prepare(`${selectUser} WHERE user.id = ?`).get(input.id) as UserRow | undefined;
    return row === undefined ? null : stored(row);
  },
  accountCodes(db: ReadableDb, input: { readonly userId: string }): StoredCode[] {
    const rows = db
      .prepare('SELECT number, mac, used_at AS usedAt FROM recovery_code WHERE user_id = ? ORDER BY number')
      .all(input.userId) as StoredCode[];
    return rows.map((row) => ({ ...row, mac: Uint8Array.from(row.mac) }));
  },
} satisfies ReadOperations;
