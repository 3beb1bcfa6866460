import type { ReadableDb, WritableDb } from '#main/database/operations.ts';
import type { HistoryDay } from '#shared/contract/history.ts';

const quarterMs = 900_000;
const dayMs = 86_400_000;
/** Days that a calendar shows, at most. */
const daysMax = 400;
/** Wire time, ms, above which an exchange is counted as slow. */
export const slowMs = 100;

/** What is counted of lines. */
export interface Count {
  lines: number;
  failed: number;
  slow: number;
}

/** Counts by the quarter of an hour, collected in a step and written at its end. */
export class QuarterCounts {
  readonly #quarters = new Map<number, Count>();

  /** Counts at a time, epoch ms. */
  add(at: number, { lines, failed, slow }: Count): void {
    const quarter = Math.floor(at / quarterMs);
    const count = this.#quarters.get(quarter) ?? { lines: 0, failed: 0, slow: 0 };
    this.#quarters.set(quarter, count);
    count.lines += lines;
    count.failed += failed;
    count.slow += slow;
  }

  write(db: WritableDb): void {
    const upsert = db.prepare(`INSERT INTO history_quarter VALUES (?, ?, ?, ?) ON CONFLICT (quarter) DO UPDATE
      SET lines = lines + excluded.lines, failed = failed + excluded.failed, slow = slow + excluded.slow`);
    for (const [quarter, { lines, failed, slow }] of this.#quarters) upsert.run(quarter, lines, failed, slow);
  }
}

/** Days of a clock that is so many minutes east of UTC, oldest first; of more than 400 the newest. */
export function calendar(
  db: ReadableDb,
  { from, to, offsetMinutes }: { readonly from: number; readonly to: number; readonly offsetMinutes: number },
): { days: HistoryDay[]; countedTo: number } {
  const offset = offsetMinutes * 60_000;
  // A number is bound as REAL: without the cast every quarter would be a day of its own.
  const rows = db
    .prepare(
      `SELECT CAST((quarter * ${quarterMs} + :offset) / ${dayMs} AS INTEGER) AS day, sum(lines) AS lines, sum(failed) AS failed,
         sum(slow) AS slow
       FROM history_quarter WHERE quarter * ${quarterMs} < :to AND (quarter + 1) * ${quarterMs} > :from
       GROUP BY day ORDER BY day DESC LIMIT ${daysMax}`,
    )
    .all({ offset, from, to }) as { day: number; lines: number; failed: number; slow: number }[];
  const { countedTo } = db.prepare('SELECT indexed_to AS countedTo FROM search_state').get() as {
    countedTo: number;
  };
  const days = rows
    .map(({ day, ...count }) => ({ day: new Date(day * dayMs).toISOString().slice(0, 10), ...count }))
    .toReversed();
  return { days, countedTo };
}
