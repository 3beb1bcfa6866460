import type { ReadableDb, ReadOperations, WritableDb, WriteOperations } from '#main/database/operations.ts';
import { type Forgiveness, forgive } from './throttle-operations.ts';
import { selectUser, type StoredUser, stored, type UserRow } from './user-rows.ts';

/** A token as it is stored. Times are epoch ms. */
export interface StoredToken {
  readonly id: string;
  readonly userId: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** For good: a clock that is set back afterwards brings none of them back. */
const removeExpired = (db: WritableDb, now: number): number =>
  db.prepare('DELETE FROM token WHERE expires_at <= ?').run(now).changes;

/** Tokens. Runs in the writer; each is atomic. A token that is void has no row. */
export const tokenWrites = {
  /** False when the person has `most` live ones already, or cannot be used any more. */
  tokenCreate(
    db: WritableDb,
    input: StoredToken & { readonly mac: Uint8Array; readonly most: number },
  ): boolean {
    const { id, userId, mac, createdAt, expiresAt, most } = input;
    removeExpired(db, createdAt);
    const { changes } = db
      .prepare(
        `INSERT INTO token (id, user_id, mac, created_at, expires_at)
         SELECT ?, id, ?, ?, ? FROM user
         WHERE id = ? AND disabled_at IS NULL AND (SELECT count(*) FROM token WHERE user_id = user.id) < ?`,
      )
      .run(id, mac, createdAt, expiresAt, userId, most);
    return changes === 1;
  },

  /** The token with this MAC and its owner, when it is live; then the throttle forgives. Null otherwise. */
  tokenUse(
    db: WritableDb,
    input: { readonly mac: Uint8Array; readonly now: number; readonly forgive: Forgiveness },
  ): { readonly token: StoredToken; readonly user: StoredUser } | null {
    removeExpired(db, input.now);
    const token = db
      .prepare(
        `SELECT id, user_id AS userId, created_at AS createdAt, expires_at AS expiresAt FROM token
         WHERE mac = ?`,
      )
      .get(input.mac) as StoredToken | undefined;
    if (token === undefined) return null;
    forgive(db, input.forgive);
    const row = db.prepare(`${selectUser} WHERE user.id = ?`).get(token.userId) as UserRow;
    return { token, user: stored(row) };
  },

  /** Makes every token of a person void: how many there were. */
  tokensRevoke(db: WritableDb, input: { readonly userId: string; readonly now: number }): number {
    removeExpired(db, input.now);
    return db.prepare('DELETE FROM token WHERE user_id = ?').run(input.userId).changes;
  },

  /** Removes what has expired: how many. */
  tokensExpire(db: WritableDb, input: { readonly now: number }): number {
    return removeExpired(db, input.now);
  },
} satisfies WriteOperations;

export const tokenReads = {
  /** Whether a token is still there. */
  tokenExists(db: ReadableDb, input: { readonly id: string }): boolean {
    return db.prepare('SELECT 1 FROM token WHERE id = ?').get(input.id) !== undefined;
  },
  /** Whether one has expired and is still there. */
  tokenExpired(db: ReadableDb, input: { readonly now: number }): boolean {
    return db.prepare('SELECT 1 FROM token WHERE expires_at <= ? LIMIT 1').get(input.now) !== undefined;
  },
} satisfies ReadOperations;
