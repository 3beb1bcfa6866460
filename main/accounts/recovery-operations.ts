import type { ReadableDb, ReadOperations, WritableDb, WriteOperations } from '#main/database/operations.ts';
import { Fault } from '#shared/faults.ts';
import {
  insertUser,
  type NewUser,
  putCodes,
  selectUser,
  type StoredUser,
  stored,
  type UserRow,
} from './user-rows.ts';

/** Makes this the recovery secret; the one before is void. */
export function putRecoverySecret(db: WritableDb, mac: Uint8Array, at: number): void {
  db.prepare(
    `INSERT INTO recovery_secret (id, mac, created_at) VALUES (1, ?, ?)
     ON CONFLICT (id) DO UPDATE SET mac = excluded.mac, created_at = excluded.created_at`,
  ).run(mac, at);
}

const overtaken = (): Fault =>
  new Fault('AUTH_RECOVERY_WRONG', 'Something about this recovery was changed meanwhile. Nothing was done.', {
    remedy: 'Begin again with a new code from the data folder.',
  });

/** What recovers an administrator. Runs in the writer; each is atomic. */
export const recoveryWrites = {
  /** Replaces the recovery secret of the console. */
  recoverySecretPut(db: WritableDb, input: { readonly mac: Uint8Array; readonly at: number }): void {
    putRecoverySecret(db, input.mac, input.at);
  },

  /** Replaces the recovery codes of a person; AUTH_EXPIRED when they cannot be used any more. Answers with the account. */
  recoveryCodesPut(
    db: WritableDb,
    input: { readonly userId: string; readonly macs: readonly Uint8Array[] },
  ): StoredUser {
    if (db.prepare('SELECT 1 FROM user WHERE id = ? AND disabled_at IS NULL').get(input.userId) === undefined)
      throw new Fault('AUTH_EXPIRED', 'This account cannot be used any more.', {
        remedy: 'Ask an administrator.',
      });
    putCodes(db, input.userId, input.macs);
    return stored(db.prepare(`${selectUser} WHERE user.id = ?`).get(input.userId) as UserRow);
  },

  /**
   * Password, authenticator and codes of an administrator (`replaces`), or a new one; the recovery secret that was used is
   * replaced with it, and the person's tokens are void. All or nothing: AUTH_RECOVERY_WRONG when the secret, or who has that
   * name, is not what it was when the recovery began. Answers with how many tokens became void.
   */
  accountRecover(
    db: WritableDb,
    input: {
      readonly user: NewUser;
      readonly replaces: boolean;
      readonly codes: readonly Uint8Array[];
      readonly usedSecret: Uint8Array;
      readonly recoverySecret: Uint8Array;
    },
  ): number {
    const { user, replaces } = input;
    if (
      db.prepare('SELECT 1 FROM recovery_secret WHERE id = 1 AND mac = ?').get(input.usedSecret) === undefined
    )
      throw overtaken();
    const found = db.prepare('SELECT id, role FROM user WHERE name_key = ?').get(user.nameKey) as
      | { id: string; role: string }
      | undefined;
    if (replaces ? found?.id !== user.id || found.role !== 'administrator' : found !== undefined)
      throw overtaken();
    if (replaces)
      db.prepare(
        'UPDATE user SET password_hash = ?, totp_secret = ?, totp_last_step = ?, disabled_at = NULL WHERE id = ?',
      ).run(user.passwordHash, user.totpSecret, user.totpLastStep, user.id);
    else insertUser(db, user);
    putCodes(db, user.id, input.codes);
    putRecoverySecret(db, input.recoverySecret, user.createdAt);
    return db.prepare('DELETE FROM token WHERE user_id = ?').run(user.id).changes;
  },
} satisfies WriteOperations;

export const recoveryReads = {
  /** MAC of the console's recovery secret; null when it has none. */
  recoverySecret(db: ReadableDb, _input: null): Uint8Array | null {
    const row = db.prepare('SELECT mac FROM recovery_secret WHERE id = 1').get() as
      | { mac: Uint8Array }
      | undefined;
    return row === undefined ? null : Uint8Array.from(row.mac);
  },
} satisfies ReadOperations;
