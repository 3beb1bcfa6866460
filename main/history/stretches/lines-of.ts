import type { ReadableDb } from '#main/database/operations.ts';
import { type Stretch, stretchMax } from '#shared/contract/history.ts';
import { Fault } from '#shared/faults.ts';
import { selectLines } from '#main/history/line-sql.ts';
import type { LineRow } from '#main/history/lines.ts';

/** Records from the first to the last of a stretch, at most: what lies between its own lines is looked at as well. */
const spanMax = 200_000;

// The links first: with an instrument, what went over others is passed by without its outcome.
const linesSql = `${selectLines}
  WHERE record.seq BETWEEN :from AND :to AND record.kind IN ('intent', 'exchange')
    AND (:instrument IS NULL OR link.instrument = :instrument) AND (:people = 0 OR record.lane <> 'poll')
  ORDER BY record.seq`;

const tooLong = (what: string): Fault =>
  new Fault('INPUT_INVALID', `The stretch is too long: ${what}.`, {
    remedy: 'Choose a shorter one, or one instrument of it.',
  });

/**
 * The exchanges of a stretch, oldest first; `people`: only what people sent (and the emergency stop). Throws INPUT_INVALID when it is
 * the wrong way round or longer than `stretchMax` lines.
 */
export function* linesOf(
  db: ReadableDb,
  { from, to, instrument }: Stretch,
  people: boolean,
): Generator<LineRow> {
  if (from > to) throw new Fault('INPUT_INVALID', 'The stretch ends before it begins.');
  const last = Math.min(to, newest(db));
  if (last - from >= spanMax)
    throw tooLong(`it spans ${(last - from + 1).toLocaleString('en')} records of the history`);
  const rows = db
    .prepare(linesSql)
    .iterate({ from, to: last, instrument, people: people ? 1 : 0 }) as IterableIterator<LineRow>;
  let count = 0;
  for (const row of rows) {
    if (++count > stretchMax) throw tooLong(`it has more than ${stretchMax.toLocaleString('en')} lines`);
    yield row;
  }
}

const newest = (db: ReadableDb): number =>
  (db.prepare('SELECT max(seq) AS seq FROM record').get() as { seq: number | null }).seq ?? 0;
