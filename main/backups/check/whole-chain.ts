import { setTimeout as wait } from 'node:timers/promises';
import { type Job, runJob } from '#main/backups/jobs.ts';
import { openForCheck } from '#main/database/backup.ts';
import type { ReadableDb } from '#main/database/operations.ts';
import { chainStart } from '#main/history/chain.ts';
import { chainBegin } from '#main/history/keeping/signatures.ts';
import { verifyChain, type Verified } from '#main/history/verify.ts';
import { t } from '#shared/language/t.ts';

/** A part of the chain in a file: behind row `after` with its hash. */
export interface ChainTask {
  readonly file: string;
  readonly after: number;
  readonly hash: Uint8Array;
}

/** Rows in one go: some ten milliseconds. */
const rowsAtOnce = 5000;
/** A longer chain is checked in two halves at once: row by row it takes most of the time that a verification does. */
const halvedFrom = 200_000;
const tellMs = 100;

const stage = 'Check the history, row by row';

/** Why a part of the chain does not hold, up to row `to`; null when it does. Says how many rows it has looked at. */
async function* part(db: ReadableDb, after: number, hash: Uint8Array, to: number): Job<string | null> {
  let state: Verified = { after, hash, broken: null, done: false };
  while (!state.done && state.broken === null && state.after < to) {
    const limit = Math.min(rowsAtOnce, to - state.after);
    state = verifyChain(db, { after: state.after, hash: state.hash, limit });
    yield { stage, done: state.after - after, of: null, unit: 'rows' };
  }
  const { broken } = state;
  return broken === null ? null : t`row ${broken.seq} of the history does not hold: ${broken.why}`;
}

/** The job of the helper: the chain from a row to its end. */
export async function* chainPart({ file, after, hash }: ChainTask): Job<string | null> {
  const db = openForCheck(file);
  try {
    return yield* part(db, after, hash, Number.MAX_SAFE_INTEGER);
  } finally {
    db.close();
  }
}

/**
 * Checks that every row of the history follows from the one before it. `rows`: how many there are; from `halved` on by two threads.
 */
export async function* wholeChain(
  db: ReadableDb,
  file: string,
  rows: number,
  problems: string[],
  halved = halvedFrom,
): Job<void> {
  // Behind what retention has taken, if it has.
  const { after, hash } = chainBegin(db) ?? { after: 0, hash: chainStart };
  const found = (problem: string | null): void => void (problem !== null && problems.push(problem));
  if (rows < halved) {
    const all = part(db, after, hash, Number.MAX_SAFE_INTEGER);
    for (let next = await all.next(); ; next = await all.next()) {
      if (next.done === true) return found(next.value);
      yield { ...next.value, of: rows };
    }
  }
  // Counted from the end: rows that were kept from before a cut are few, and stand at the beginning.
  const middle = db
    .prepare('SELECT seq, hash FROM record ORDER BY seq DESC LIMIT 1 OFFSET ?')
    .get(Math.floor(rows / 2)) as { seq: number; hash: Uint8Array };
  const stop = new AbortController();
  let second = 0;
  let over = false;
  const helper = runJob(
    'chain',
    { file, after: middle.seq, hash: middle.hash },
    { signal: stop.signal, onProgress: ({ done }) => void (second = done) },
  ).finally(() => {
    over = true;
  });
  helper.catch(() => undefined);
  try {
    let first = 0;
    const half = part(db, after, hash, middle.seq);
    for (let next = await half.next(); ; next = await half.next()) {
      if (next.done === true) {
        found(next.value);
        break;
      }
      first = next.value.done;
      yield { stage, done: first + second, of: rows, unit: 'rows' };
    }
    while (!over) {
      yield { stage, done: first + second, of: rows, unit: 'rows' };
      await Promise.race([helper, wait(tellMs)]);
    }
    found(await helper);
    yield { stage, done: rows, of: rows, unit: 'rows' };
  } finally {
    stop.abort();
    await helper.catch(() => undefined);
  }
}
