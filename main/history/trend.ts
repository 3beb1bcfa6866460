import type { ReadableDb } from '#main/database/operations.ts';
import type { Trend, TrendQuestion } from './service.ts';
import { blockHolds, type StoredBlock } from './sums.ts';

/** Rows that one question looks at, at most: two days of one quantity. */
const blocksMax = 100_000;

type BlockRow = StoredBlock & { readonly crc: number | null };

const floats = (bytes: Uint8Array): Float64Array => {
  // A copy: SQLite's buffer need not be aligned for float64.
  const copy = new Uint8Array(bytes);
  return new Float64Array(copy.buffer, 0, copy.byteLength / 8);
};

/** An empty trend: NaN in every column. */
export const emptyTrend = ({ from, to, columns }: TrendQuestion): Trend => ({
  from,
  to,
  min: new Float64Array(columns).fill(Number.NaN),
  max: new Float64Array(columns).fill(Number.NaN),
});

/** Takes `min` and `max` of something measured at `at` into the column it falls into; outside of the span it is left out. */
export function widen(trend: Trend, at: number, min: number, max: number): void {
  // An overload (NaN or infinite) is a hole, not a reading.
  if (!Number.isFinite(min) || !Number.isFinite(max)) return;
  const { from, to } = trend;
  const column = Math.floor(((at - from) / (to - from)) * trend.min.length);
  if (!(column >= 0 && column < trend.min.length)) return;
  const [low, high] = [trend.min[column]!, trend.max[column]!];
  trend.min[column] = Number.isNaN(low) ? min : Math.min(low, min);
  trend.max[column] = Number.isNaN(high) ? max : Math.max(high, max);
}

/** What is on the disk of a trend. A block that lies within one column counts by its min and max, unopened. */
export function storedTrend(db: ReadableDb, question: TrendQuestion): Trend {
  const trend = emptyTrend(question);
  const { instrument, channel, quantity, from, to, columns } = question;
  const rows = db
    .prepare(
      `SELECT * FROM reading_block
       WHERE instrument = ? AND channel = ? AND quantity = ? AND to_at >= ? AND from_at < ?
       ORDER BY to_at DESC LIMIT ${blocksMax}`,
    )
    .iterate(instrument, channel, quantity, from, to) as IterableIterator<BlockRow>;
  const columnOf = (at: number): number => Math.floor(((at - from) / (to - from)) * columns);
  for (const row of rows) {
    // What is not what was written is a hole, not a reading. The check of the database names it.
    if (!blockHolds(row)) continue;
    if (columnOf(row.from_at) === columnOf(row.to_at)) {
      widen(trend, row.from_at, row.min, row.max);
      continue;
    }
    const [times, readings] = [floats(row.times), floats(row.readings)];
    for (const [index, at] of times.entries()) widen(trend, at, readings[index]!, readings[index]!);
  }
  return trend;
}
