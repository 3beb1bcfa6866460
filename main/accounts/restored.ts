import type { ReadableDb, WritableDb } from '#main/database/operations.ts';

/** A sealed TOTP secret and whose it is. */
export interface SealedTotp {
  readonly id: string;
  readonly totpSecret: Uint8Array;
}

/** Every authenticator's secret, as it is sealed. */
export function sealedTotps(db: ReadableDb): SealedTotp[] {
  const rows = db.prepare('SELECT id, totp_secret AS totpSecret FROM user').all() as SealedTotp[];
  return rows.map(({ id, totpSecret }) => ({ id, totpSecret: Uint8Array.from(totpSecret) }));
}

/**
 * Makes accounts from a backup those of this PC: secrets as this PC's vault has sealed them; tokens, throttles, recovery codes and
 * the recovery secret of before are void. Answers with the names of those whose codes became void.
 */
export function adoptAccounts(db: WritableDb, sealed: readonly SealedTotp[]): string[] {
  // Overwritten, not only unlinked: what is void is nowhere in the file.
  db.pragma('secure_delete = ON');
  const put = db.prepare('UPDATE user SET totp_secret = ? WHERE id = ?');
  for (const { id, totpSecret } of sealed) put.run(totpSecret, id);
  const voided = db
    .prepare('SELECT name FROM user WHERE id IN (SELECT user_id FROM recovery_code) ORDER BY name')
    .all() as { name: string }[];
  for (const table of ['token', 'sign_in_throttle', 'recovery_code', 'recovery_secret'])
    db.prepare(`DELETE FROM ${table}`).run();
  return voided.map(({ name }) => name);
}

/** The tables that accounts are in, those that others point to first. */
export const accountTables = [
  'user',
  'recovery_code',
  'recovery_secret',
  'sign_in_throttle',
  'token',
] as const;

/**
 * Of two sets of accounts, `main` from a backup and `here` as this PC has them (attached): who was disabled here stays so, and no
 * code of an authenticator that was used here works again. Answers with the names of those who were disabled since.
 */
export function keepDisabled(db: WritableDb, here: string): string[] {
  const since = db
    .prepare(
      `SELECT user.id, user.name, mine.disabled_at AS at FROM main.user AS user JOIN ${here}.user AS mine ON mine.id = user.id
       WHERE user.disabled_at IS NULL AND mine.disabled_at IS NOT NULL ORDER BY user.name`,
    )
    .all() as { id: string; name: string; at: number }[];
  const disable = db.prepare('UPDATE main.user SET disabled_at = ? WHERE id = ?');
  for (const { id, at } of since) disable.run(at, id);
  db.prepare(
    `UPDATE main.user SET totp_last_step = max(totp_last_step,
       (SELECT mine.totp_last_step FROM ${here}.user AS mine WHERE mine.id = user.id))
     WHERE id IN (SELECT id FROM ${here}.user)`,
  ).run();
  return since.map(({ name }) => name);
}
