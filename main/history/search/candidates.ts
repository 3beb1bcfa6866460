import type { ReadableDb } from '#main/database/operations.ts';
import { everything, type HistoryFilter } from '#shared/contract/history.ts';
import { expressionOf } from './expression.ts';
import { storedNumber } from './names.ts';
import { found, spans, spanStart } from './spans.ts';
import { blockRecords } from './step.ts';

/** A line that may fit, or (`line` false) that everything down to this record has been looked at. Newest first. */
export interface Candidate {
  readonly seq: number;
  readonly line: boolean;
}

/** A part of the history: from `low` on, up to `high` (not included). */
export interface Reach {
  readonly low: number;
  readonly high: number;
}

const seqs = function* (rows: Iterable<{ seq: number }>): Generator<Candidate> {
  for (const { seq } of rows) yield { seq, line: true };
};

/** As much of a part of the history as a time range can be in; null where it can't. */
export function withinTimes(
  db: ReadableDb,
  { low, high }: Reach,
  { from, to }: Pick<HistoryFilter, 'from' | 'to'>,
): Reach | null {
  if (from === null && to === null) return { low, high };
  const { first, last } = db
    .prepare(
      `SELECT min(number) AS first, max(number) AS last FROM search_block
       WHERE number >= :low AND number <= :high AND (:from IS NULL OR to_at >= :from) AND (:to IS NULL OR from_at < :to)`,
    )
    .get({ low: Math.floor(low / blockRecords), high: Math.floor((high - 1) / blockRecords), from, to }) as {
    first: number | null;
    last: number | null;
  };
  if (first === null || last === null) return null;
  return { low: Math.max(low, first * blockRecords), high: Math.min(high, (last + 1) * blockRecords) };
}

/** True when the filter is an instrument, and perhaps a time. */
const isInstrumentAlone = (filter: HistoryFilter): boolean =>
  Object.entries(filter).every(
    ([part, value]) =>
      part === 'instrument' ||
      part === 'from' ||
      part === 'to' ||
      value === everything[part as keyof HistoryFilter],
  );

function* ofInstrument(db: ReadableDb, filter: HistoryFilter, reach: Reach): Generator<Candidate> {
  const id = storedNumber(db, 'instrument', filter.instrument!);
  const times = withinTimes(db, reach, filter);
  if (id === null || times === null) return;
  const newest = db.prepare(
    'SELECT seq FROM search_instrument WHERE instrument = ? AND seq >= ? AND seq < ? ORDER BY seq DESC',
  );
  yield* seqs(newest.iterate(id, times.low, times.high) as IterableIterator<{ seq: number }>);
}

function* ofExpression(
  db: ReadableDb,
  expression: string,
  filter: HistoryFilter,
  { low, high }: Reach,
): Generator<Candidate> {
  for (const number of spans(db)) {
    const part = { low: Math.max(low, spanStart(number)), high: Math.min(high, spanStart(number + 1)) };
    if (part.low >= part.high) continue;
    const times = withinTimes(db, part, filter);
    if (times !== null)
      for (const { rowid } of found(db, number, expression, times.low, times.high))
        yield { seq: rowid, line: true };
    yield { seq: part.low, line: false };
  }
}

/** Lines that the index does not answer for, put among those that it finds. */
function* withApart(candidates: Iterable<Candidate>, apart: number[]): Generator<Candidate> {
  for (const candidate of candidates) {
    while (apart.length > 0 && apart[0]! >= candidate.seq) {
      const seq = apart.shift()!;
      if (seq > candidate.seq || !candidate.line) yield { seq, line: true };
    }
    yield candidate;
  }
  yield* seqs(apart.map((seq) => ({ seq })));
}

/** Lines of the indexed part of the history that may fit a filter; null where no part of it is indexed. */
export function candidates(db: ReadableDb, filter: HistoryFilter, reach: Reach): Iterable<Candidate> | null {
  const apart = db
    .prepare('SELECT seq FROM search_apart WHERE seq >= ? AND seq < ? ORDER BY seq DESC')
    .all(reach.low, reach.high) as { seq: number }[];
  const withThose = (those: Iterable<Candidate>): Iterable<Candidate> =>
    withApart(
      those,
      apart.map(({ seq }) => seq),
    );
  if (filter.instrument !== null && isInstrumentAlone(filter))
    return withThose(ofInstrument(db, filter, reach));
  const expression = expressionOf(db, filter);
  if (expression === '') return null;
  return withThose(expression === null ? [] : ofExpression(db, expression, filter, reach));
}

/** Lines that people have added something to, of one tag or of all: without a look at the history. */
export const markedCandidates = (
  db: ReadableDb,
  tag: string | null,
  { low, high }: Reach,
): Iterable<Candidate> =>
  seqs(
    (tag === null
      ? db.prepare('SELECT seq FROM mark WHERE seq >= ? AND seq < ? ORDER BY seq DESC').iterate(low, high)
      : db
          .prepare('SELECT seq FROM mark_tag WHERE tag = ? AND seq >= ? AND seq < ? ORDER BY seq DESC')
          .iterate(tag, low, high)) as IterableIterator<{ seq: number }>,
  );
