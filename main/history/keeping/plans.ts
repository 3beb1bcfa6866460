import type { Because, CutPlan, CutQuestion } from './cut.ts';
import type { ReadingPlan } from './old-readings.ts';
import type { KeepingDatabase } from './operations.ts';

/** Why something goes, by how far each of the rules takes it. */
const becauseOf = (byAge: number, bySize: number, first: number): Because =>
  byAge >= first && bySize >= first ? 'both' : byAge >= first ? 'age' : 'size';

/** Asks again and again until it has an end, or is not wanted any more: no reader looks at all old rows in one go. */
async function reached(
  first: number,
  signal: AbortSignal,
  ask: (after: number) => Promise<{ readonly last: number; readonly more: boolean }>,
): Promise<number> {
  let step = { last: first - 1, more: true };
  while (step.more && !signal.aborted) step = await ask(step.last);
  return step.last;
}

/**
 * What retention of records takes by these rules: a stretch from the beginning. Null: nothing, or it is not wanted any more.
 * `youngFrom`: rows of this time (epoch ms) and all behind them stay.
 */
export async function recordPlan(
  database: KeepingDatabase,
  { olderThan, bytes, youngFrom }: CutQuestion & { readonly youngFrom: number },
  signal: AbortSignal,
): Promise<CutPlan | null> {
  const reach = await database.read('cutReach', { bytes, youngFrom });
  if (reach === null) return null;
  const { first, most, bySize } = reach;
  const byAge =
    olderThan === null
      ? 0
      : await reached(first, signal, (after) => database.read('oldRows', { after, most, olderThan }));
  const last = Math.max(byAge, bySize);
  if (last < first || signal.aborted) return null;
  return await database.read('cutPlan', { first, last, because: becauseOf(byAge, bySize, first) });
}

/** Blocks of readings that are old enough, or too many, from the oldest on. Null: none, or it is not wanted any more. */
export async function readingPlan(
  database: KeepingDatabase,
  { olderThan, bytes }: CutQuestion,
  signal: AbortSignal,
): Promise<ReadingPlan | null> {
  const reach = await database.read('readingReach', bytes);
  if (reach === null) return null;
  const { least, most, bySize, each } = reach;
  const byAge =
    olderThan === null
      ? 0
      : await reached(least, signal, (after) => database.read('oldReadings', { after, most, olderThan }));
  const last = Math.max(byAge, bySize);
  if (last < least) return null;
  let rows = 0;
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let after = least - 1; after < last; ) {
    if (signal.aborted) return null;
    const step = await database.read('readingsIn', { after, most: last });
    after = step.last;
    rows += step.rows;
    from = Math.min(from, step.from ?? from);
    to = Math.max(to, step.to ?? to);
  }
  return { last, rows, bytes: Math.round(rows * each), from, to, because: becauseOf(byAge, bySize, least) };
}
