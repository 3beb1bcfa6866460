import type { ReadableDb, ReadOperations, WritableDb, WriteOperations } from '#main/database/operations.ts';
import type { Role } from '#shared/contract/permissions.ts';
import { Fault } from '#shared/faults.ts';

/** One account as it is stored. Times are epoch ms. */
export interface StoredUser {
  readonly id: string;
  readonly name: string;
  readonly nameKey: string;
  readonly role: Role;
  readonly passwordHash: string;
  /** Sealed by the vault under `totp:<id>`. */
  readonly totpSecret: Uint8Array;
  /** The newest time step that was accepted; no step up to it is accepted again. */
  readonly totpLastStep: number;
  readonly createdAt: number;
  readonly disabledAt: number | null;
  readonly recoveryCodesLeft: number;
}
export interface StoredCode {
  readonly number: number;
  readonly mac: Uint8Array;
  readonly usedAt: number | null;
}

/** How tries under one key slow down: the first `free` ones not at all, then `firstMs`, doubled each time up to `maxMs`. */
export interface Slowdown {
  readonly key: string;
  readonly free: number;
  readonly firstMs: number;
  readonly maxMs: number;
  /** Without a try for this long, the count starts again. */
  readonly forgetMs: number;
}

/** What success takes back: `clear` starts these keys again, `back` returns one counted try to each. */
export interface Forgiveness {
  readonly clear: readonly string[];
  readonly back: readonly string[];
}

interface UserRow {
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
interface ThrottleRow {
  failures: number;
  last_at: number;
  blocked_until: number;
}

const selectUser = `
  SELECT user.*, (SELECT count(*) FROM recovery_code AS code WHERE code.user_id = user.id AND code.used_at IS NULL)
    AS codes_left
  FROM user`;

const stored = (row: UserRow): StoredUser => ({
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

const codesLeft = (db: ReadableDb, userId: string): number =>
  (
    db
      .prepare('SELECT count(*) AS n FROM recovery_code WHERE user_id = ? AND used_at IS NULL')
      .get(userId) as { n: number }
  ).n;

const delay = (failures: number, { free, firstMs, maxMs }: Slowdown): number =>
  failures <= free ? 0 : Math.min(maxMs, firstMs * 2 ** Math.min(failures - free - 1, 40));

/** Milliseconds until the key is free. Never longer than its delay, so a clock that was set back locks nobody out. */
function wait(row: ThrottleRow | undefined, slowdown: Slowdown, now: number): number {
  if (row === undefined) return 0;
  return Math.max(0, Math.min(row.blocked_until - now, delay(row.failures, slowdown)));
}

function forgive(db: WritableDb, { clear, back }: Forgiveness): void {
  const remove = db.prepare('DELETE FROM sign_in_throttle WHERE key = ?');
  for (const key of clear) remove.run(key);
  // Not blocked before the try that is taken back, or it would not have been let through.
  const giveBack = db.prepare(
    'UPDATE sign_in_throttle SET failures = max(0, failures - 1), blocked_until = 0 WHERE key = ?',
  );
  for (const key of back) giveBack.run(key);
}

/** What changes accounts. Runs in the writer; each is atomic. */
export const accountWrites = {
  /** The first account with its recovery codes, or ACCOUNT_EXISTS when there is any account. */
  accountCreateFirst(
    db: WritableDb,
    input: {
      readonly user: Omit<StoredUser, 'disabledAt' | 'recoveryCodesLeft'>;
      readonly codes: readonly Uint8Array[];
    },
  ): void {
    if (db.prepare('SELECT 1 FROM user LIMIT 1').get() !== undefined)
      throw new Fault('ACCOUNT_EXISTS', 'An account was made meanwhile.');
    const { user, codes } = input;
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
    const insert = db.prepare(
      'INSERT INTO recovery_code (user_id, number, mac, used_at) VALUES (?, ?, ?, NULL)',
    );
    codes.forEach((mac, index) => {
      insert.run(user.id, index + 1, mac);
    });
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

  /**
   * Lets one try through (0), or says how many ms to wait. A try that is let through counts as a failure from here on,
   * so parallel tries cannot slip past; success takes it back with a `Forgiveness`.
   */
  accountAdmit(
    db: WritableDb,
    input: { readonly slowdowns: readonly Slowdown[]; readonly now: number },
  ): number {
    const { now, slowdowns } = input;
    const find = db.prepare('SELECT failures, last_at, blocked_until FROM sign_in_throttle WHERE key = ?');
    const current = slowdowns.map((slowdown) => {
      const row = find.get(slowdown.key) as ThrottleRow | undefined;
      return { slowdown, row: row !== undefined && now - row.last_at > slowdown.forgetMs ? undefined : row };
    });
    const longest = Math.max(0, ...current.map(({ row, slowdown }) => wait(row, slowdown, now)));
    if (longest > 0) return longest;
    const save = db.prepare(
      `INSERT INTO sign_in_throttle (key, failures, last_at, blocked_until) VALUES (?, ?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at,
         blocked_until = excluded.blocked_until`,
    );
    for (const { row, slowdown } of current) {
      const failures = (row?.failures ?? 0) + 1;
      save.run(slowdown.key, failures, now, now + delay(failures, slowdown));
    }
    // Names that nobody has: without this, guesses would stay in the table for ever.
    const oldest = now - Math.max(...slowdowns.map(({ forgetMs }) => forgetMs));
    db.prepare('DELETE FROM sign_in_throttle WHERE last_at < ?').run(oldest);
    return 0;
  },

  /** Takes tries back that turned out right. */
  accountForgive(db: WritableDb, input: Forgiveness): void {
    forgive(db, input);
  },
} satisfies WriteOperations;

/** What asks about accounts. Runs in a reader. */
export const accountReads = {
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
