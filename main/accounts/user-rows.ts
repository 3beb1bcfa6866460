import type { ReadableDb, WritableDb } from '#main/database/operations.ts';
import type { Role } from '#shared/contract/permissions.ts';

/** The label under which the vault seals an authenticator's secret. */
export const totpLabel = (userId: string): string => `totp:${userId}`;

/** One account as it is stored. Times are epoch ms. */
export interface StoredUser {
  readonly id: string;
  readonly name: string;
  readonly nameKey: string;
  readonly role: Role;
  readonly passwordHash: string;
  /** Sealed by the vault under `totpLabel`. */
  readonly totpSecret: Uint8Array;
  /** The newest time step that was accepted; no step up to it is accepted again. */
  readonly totpLastStep: number;
  readonly createdAt: number;
  readonly disabledAt: number | null;
  readonly recoveryCodesLeft: number;
}
/** An account as it is made. */
export type NewUser = Omit<StoredUser, 'disabledAt' | 'recoveryCodesLeft'>;

/** A row of `user` with the count of its codes. */
export interface UserRow {
  id: string;
  name: string;
  name_key: string;
  role: Role;
  password_hash: string;
  totp_secret: Uint8Array;
  totp_last_step: number;
  created_at: number;
  disabled_at: number | null;
  codes_left: number;
}

/** Selects whole `UserRow`s. */
export const selectUser = `
  SELECT user.*, (SELECT count(*) FROM recovery_code AS code WHERE code.user_id = user.id AND code.used_at IS NULL)
    AS codes_left
  FROM user`;

export const stored = (row: UserRow): StoredUser => ({
  id: row.id,
  name: row.name,
  nameKey: row.name_key,
  role: row.role,
  passwordHash: row.password_hash,
  // A copy of its own: the driver's Buffer may lie in a shared pool, which would be cloned across threads whole.
  totpSecret: Uint8Array.from(row.totp_secret),
  totpLastStep: row.totp_last_step,
  createdAt: row.created_at,
  disabledAt: row.disabled_at,
  recoveryCodesLeft: row.codes_left,
});

/** How many recovery codes of a person are unused. */
export const codesLeft = (db: ReadableDb, userId: string): number =>
  (
    db
      .prepare('SELECT count(*) AS n FROM recovery_code WHERE user_id = ? AND used_at IS NULL')
      .get(userId) as { n: number }
  ).n;

export function insertUser(db: WritableDb, user: NewUser): void {
  db.prepare(
    `INSERT INTO user (id, name, name_key, role, password_hash, totp_secret, totp_last_step, created_at, disabled_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)`,
  ).run(
    user.id,
    user.name,
    user.nameKey,
    user.role,
    user.passwordHash,
    user.totpSecret,
    user.totpLastStep,
    user.createdAt,
  );
}

/** Replaces the list of a person. `macs`: one of each code. */
export function putCodes(db: WritableDb, userId: string, macs: readonly Uint8Array[]): void {
  db.prepare('DELETE FROM recovery_code WHERE user_id = ?').run(userId);
  const insert = db.prepare(
    'INSERT INTO recovery_code (user_id, number, mac, used_at) VALUES (?, ?, ?, NULL)',
  );
  macs.forEach((mac, index) => {
    insert.run(userId, index + 1, mac);
  });
}
