import type { ReadableDb } from '#main/database/operations.ts';
import { Fault } from '#shared/faults.ts';
import { selectLines } from '#main/history/line-sql.ts';
import type { LineRow } from '#main/history/lines.ts';
import { blockHolds, type StoredBlock } from '#main/history/sums.ts';
import { isPollRun } from './settled.ts';

/** One reading of a run of polls: SI unit, epoch ms. */
export interface PolledReading {
  readonly at: number;
  readonly channel: number;
  readonly quantity: string;
  readonly value: number;
}

/** Channels and quantities of one instrument, at most. */
const seriesMax = 200;

/** What the line about a run says of it. Written by `runNote` of readings.ts. */
const said = /^\d+ polls, (\d+) readings from (\S+) to (\S+), slowest ([\d.]+) ms/;

const floats = (bytes: Uint8Array): Float64Array => {
  // A copy: SQLite's buffer need not be aligned for float64.
  const copy = new Uint8Array(bytes);
  return new Float64Array(copy.buffer, 0, copy.byteLength / 8);
};

/** The quantities that were ever read of an instrument, one index step for each. */
function* seriesOf(db: ReadableDb, instrument: string): Generator<{ channel: number; quantity: string }> {
  const next = db.prepare(
    `SELECT channel, quantity FROM reading_block WHERE instrument = ? AND (channel, quantity) > (?, ?)
     ORDER BY channel, quantity LIMIT 1`,
  );
  let series = { channel: -1, quantity: '' };
  for (let count = 0; count < seriesMax; count++) {
    const found = next.get(instrument, series.channel, series.quantity) as typeof series | undefined;
    if (found === undefined) return;
    series = found;
    yield series;
  }
}

/**
 * The readings behind the line of a run of polls, newest first; `total` is what the line says. Throws INPUT_INVALID when this number is
 * no such line. A run lasts an hour at the most, so what is looked at is bounded.
 */
export function pollRun(
  db: ReadableDb,
  { seq, limit }: { readonly seq: number; readonly limit: number },
): { readings: PolledReading[]; total: number } {
  const line = db.prepare(`${selectLines} WHERE record.seq = ?`).get(seq) as LineRow | undefined;
  const told = said.exec(Buffer.from(line?.reply ?? new Uint8Array()).toString());
  if (line === undefined || line.instrument === null || !isPollRun(line) || told === null)
    throw new Fault('INPUT_INVALID', `Row ${seq} of the history is no run of polls.`);
  const [, total = '', began = '', ended = '', slowest = ''] = told;
  // A reading is from before its poll had ended, and the run begins when its first poll has.
  const from = Date.parse(began) - Math.ceil(Number(slowest));
  const to = Date.parse(ended);
  const blocks = db.prepare(
    `SELECT * FROM reading_block
     WHERE instrument = ? AND channel = ? AND quantity = ? AND to_at >= ? AND from_at <= ? ORDER BY to_at DESC`,
  );
  const readings: PolledReading[] = [];
  for (const { channel, quantity } of seriesOf(db, line.instrument)) {
    const rows = blocks.iterate(line.instrument, channel, quantity, from, to);
    let taken = 0;
    for (const row of rows as IterableIterator<StoredBlock & { readonly crc: number | null }>) {
      if (!blockHolds(row)) continue;
      const [times, values] = [floats(row.times), floats(row.readings)];
      for (let index = times.length - 1; index >= 0; index--) {
        const at = times[index]!;
        if (at < from || at > to) continue;
        readings.push({ at, channel, quantity, value: values[index]! });
        taken++;
      }
      if (taken >= limit) break;
    }
  }
  readings.sort((a, b) => b.at - a.at || a.channel - b.channel);
  return { readings: readings.slice(0, limit), total: Number(total) };
}
