import type { Vault } from '#main/vault/vault.ts';
import { Fault } from '#shared/faults.ts';
import { nameKey } from './names.ts';
import type { Forgiveness, Slowdown } from './throttle-operations.ts';
import type { AccountDatabase } from './options.ts';

const minute = 60_000;
const perName = { free: 4, firstMs: 2_000, maxMs: 15 * minute, forgetMs: 24 * 60 * minute };
const perCode = { free: 4, firstMs: 5_000, maxMs: 30 * minute, forgetMs: 24 * 60 * minute };
/** Whoever goes through many names meets this one. It stays short: a stranger must not be able to shut a lab out. */
const overall = { key: 'all', free: 30, firstMs: 1_000, maxMs: 30_000, forgetMs: 15 * minute };

/** Tries of one kind: for a name's password, or for a person's second factor. */
export interface Tries {
  readonly slowdowns: readonly Slowdown[];
  /** What a right one takes back. */
  readonly forgiveness: Forgiveness;
  /** Takes back a try that was let through but not judged. */
  readonly notJudged: Forgiveness;
}

const tries = (own: Slowdown): Tries => ({
  slowdowns: [own, overall],
  forgiveness: { clear: [own.key], back: [overall.key] },
  notJudged: { clear: [], back: [own.key, overall.key] },
});

/** Passwords tried for a name, whether anybody has it or not. Stored as a MAC: people type passwords into name fields. */
export const passwordTries = (vault: Vault, name: string): Tries => {
  const mac = Buffer.from(vault.mac('throttle', Buffer.from(nameKey(name), 'utf8'))).toString('hex');
  return tries({ ...perName, key: `name:${mac}` });
};

/** Codes tried for a person. Only a whole sign-in clears it: the password alone does not buy new guesses. */
export const codeTries = (userId: string): Tries => tries({ ...perCode, key: `code:${userId}` });

/** Tries to recover the administrator, whoever makes them. */
export const recoveryTries: Tries = tries({
  key: 'recovery',
  free: 4,
  firstMs: 5_000,
  maxMs: 15 * minute,
  forgetMs: 24 * 60 * minute,
});

const challenge = { key: 'challenge', free: 4, firstMs: 2_000, maxMs: minute, forgetMs: 15 * minute };
/** Codes written to the data folder. Each makes the one before worthless, so nobody may do it without end. */
export const challengeTries: Tries = {
  slowdowns: [challenge],
  forgiveness: { clear: [], back: [] },
  notJudged: { clear: [], back: [challenge.key] },
};

/**
 * Tokens tried at a seat. For each seat by itself, and for all together not at all: 256 random bits are not found by trying, and
 * whoever tries must not be able to keep everybody else waiting.
 */
export const tokenTries = (vault: Vault, seat: string): Tries => {
  const mac = Buffer.from(vault.mac('throttle-seat', Buffer.from(seat, 'utf8'))).toString('hex');
  const own = { key: `token:${mac}`, free: 9, firstMs: 1_000, maxMs: minute, forgetMs: 24 * 60 * minute };
  return {
    slowdowns: [own],
    forgiveness: { clear: [own.key], back: [] },
    notJudged: { clear: [], back: [own.key] },
  };
};

/** "12 seconds", "3 minutes": rounded up, so that it is never too early. */
export function waitText(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  if (seconds === 1) return '1 second';
  if (seconds < 120) return `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}

/** Counts a try, or rejects with AUTH_WAIT and the time (`details.waitMs`). */
export async function admit(database: AccountDatabase, { slowdowns }: Tries, now: number): Promise<void> {
  const waitMs = await database.write('accountAdmit', { slowdowns, now });
  if (waitMs > 0)
    throw new Fault('AUTH_WAIT', `After too many tries, the next one is possible in ${waitText(waitMs)}.`, {
      details: { waitMs },
    });
}
