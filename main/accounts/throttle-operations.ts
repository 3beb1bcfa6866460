import type { WritableDb, WriteOperations } from '#main/database/operations.ts';

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

interface ThrottleRow {
  failures: number;
  last_at: number;
  blocked_until: number;
}

/** The longest that any count is remembered. */
const longestMs = 24 * 60 * 60_000;

const delay = (failures: number, { free, firstMs, maxMs }: Slowdown): number =>
  failures <= free ? 0 : Math.min(maxMs, firstMs * 2 ** Math.min(failures - free - 1, 40));

/** Milliseconds until the key is free. Never longer than its delay, so a clock that was set back locks nobody out. */
function wait(row: ThrottleRow | undefined, slowdown: Slowdown, now: number): number {
  if (row === undefined) return 0;
  return Math.max(0, Math.min(row.blocked_until - now, delay(row.failures, slowdown)));
}

/** Takes tries back, inside the transaction of what turned out right. */
export function forgive(db: WritableDb, { clear, back }: Forgiveness): void {
  const remove = db.prepare('DELETE FROM sign_in_throttle WHERE key = ?');
  for (const key of clear) remove.run(key);
  // Not blocked before the try that is taken back, or it would not have been let through.
  const giveBack = db.prepare(
    'UPDATE sign_in_throttle SET failures = max(0, failures - 1), blocked_until = 0 WHERE key = ?',
  );
  for (const key of back) giveBack.run(key);
}

/** How tries are counted. Runs in the writer; each is atomic. */
export const throttleWrites = {
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
    db.prepare('DELETE FROM sign_in_throttle WHERE last_at < ?').run(now - longestMs);
    return 0;
  },

  /** Takes tries back that turned out right. */
  accountForgive(db: WritableDb, input: Forgiveness): void {
    forgive(db, input);
  },
} satisfies WriteOperations;
