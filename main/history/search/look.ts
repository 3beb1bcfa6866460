import type { ReadableDb } from '#main/database/operations.ts';
import type { HistoryFilter } from '#shared/contract/history.ts';
import { filteredLines, selectLines } from '#main/history/line-sql.ts';
import type { LineRow } from '#main/history/lines.ts';
import { type Candidate, candidates, markedCandidates, type Reach, withinTimes } from './candidates.ts';
import { blockRecords } from './step.ts';

/** A line that may fit, or the number of a record down to which everything has been looked at. Newest first. */
export type Looked = LineRow | number;

/** Records that are looked through one by one between two progress reports. */
const chunkRecords = 2048;

/** Lines of a part of the history, one by one. `timed`: blocks say where a time range can be. */
function* scan(db: ReadableDb, filter: HistoryFilter, reach: Reach, timed: boolean): Generator<Looked> {
  const { text: _text, errors, marked: _marked, tag: _tag, ...parts } = filter;
  let { high } = reach;
  while (high > reach.low) {
    const times = timed ? withinTimes(db, { low: reach.low, high }, filter) : { low: reach.low, high };
    if (times === null) return;
    // Where retention has been there may be nothing for long.
    const { newest } = db.prepare('SELECT max(seq) AS newest FROM record WHERE seq < ?').get(times.high) as {
      newest: number | null;
    };
    if (newest === null || newest < times.low) return;
    // Down to the border of a block: what lies below it may be passed by.
    const lowest = timed ? newest - (newest % blockRecords) : newest - chunkRecords + 1;
    const low = Math.max(times.low, lowest);
    const bound = { ...parts, errors: errors ? 1 : 0, top: times.high, lowest: low, limit: -1 };
    yield* db.prepare(filteredLines).iterate(bound) as IterableIterator<LineRow>;
    yield low;
    high = low;
  }
}

/** Lines that are fetched at once, at most: one by one costs ten times as much a line. */
const fetchMax = 64;

function* linesOf(db: ReadableDb, found: Iterable<Candidate>, atOnce: number): Generator<Looked> {
  const many = db.prepare(
    `${selectLines} WHERE record.seq IN (SELECT value FROM json_each(?)) ORDER BY record.seq DESC`,
  );
  let seqs: number[] = [];
  for (const { seq, line } of found) {
    if (line) seqs.push(seq);
    if (line && seqs.length < atOnce) continue;
    if (seqs.length > 0) yield* many.all(JSON.stringify(seqs)) as LineRow[];
    seqs = [];
    yield seq;
  }
  if (seqs.length > 0) yield* many.all(JSON.stringify(seqs)) as LineRow[];
}

/**
 * Lines that may fit a filter: every one that does is among them. Ends when all of the part has been looked at. `wanted`: how many are,
 * about.
 */
export function* look(
  db: ReadableDb,
  filter: HistoryFilter,
  { low, high }: Reach,
  wanted: number,
): Generator<Looked> {
  const atOnce = Math.min(wanted, fetchMax);
  if (filter.marked || filter.tag !== null) {
    yield* linesOf(db, markedCandidates(db, filter.tag, { low, high }), atOnce);
    return;
  }
  const { indexedTo } = db.prepare('SELECT indexed_to AS indexedTo FROM search_state').get() as {
    indexedTo: number;
  };
  if (indexedTo + 1 < high) yield* scan(db, filter, { low: Math.max(low, indexedTo + 1), high }, false);
  const indexed = { low, high: Math.min(high, indexedTo + 1) };
  if (indexed.low >= indexed.high) return;
  const found = candidates(db, filter, indexed);
  yield* found === null
    ? scan(db, filter, indexed, filter.from !== null || filter.to !== null)
    : linesOf(db, found, atOnce);
}
