import fc from 'fast-check';
import { expect, test } from 'vitest';
import { look } from '#main/database/tamper.fixture.ts';
import { brokenDatabase } from '#main/database/database.ts';
import { Fault } from '#shared/faults.ts';
import type { HistoryDatabase } from './book.ts';
import { allLines, historyFile, link, openedHistory } from './history.fixture.ts';
import { openHistory } from './open-history.ts';
import { PollRuns, ReadingBuffer } from './readings.ts';
import type { Trend, TrendQuestion } from './service.ts';

interface Point {
  readonly at: number;
  readonly value: number;
}
const reading = ({ at, value }: Point, channel = 1) =>
  ({ channel, quantity: 'voltage', unit: 'V', value, at }) as const;
const question = (
  from: number,
  to: number,
  columns: number,
  instrument = 'i1',
  channel = 1,
): TrendQuestion => ({
  instrument,
  channel,
  quantity: 'voltage',
  from,
  to,
  columns,
});

/** The trend, point by point. */
function naive(points: readonly Point[], { from, to, columns }: TrendQuestion): Pick<Trend, 'min' | 'max'> {
  const column = (wanted: number): number[] =>
    points
      .filter(({ value }) => Number.isFinite(value))
      .filter(
        ({ at }) => at >= from && at < to && Math.floor(((at - from) / (to - from)) * columns) === wanted,
      )
      .map(({ value }) => value);
  const all = Array.from({ length: columns }, (_, wanted) => column(wanted));
  return {
    min: Float64Array.from(all, (values) => (values.length === 0 ? Number.NaN : Math.min(...values))),
    max: Float64Array.from(all, (values) => (values.length === 0 ? Number.NaN : Math.max(...values))),
  };
}

test('a trend is what a person would find point by point: from blocks, from what waits, with overloads as holes', {
  timeout: 60_000,
}, async () => {
  const { history, database } = await openedHistory(historyFile());
  const point = fc.record({
    // Round numbers, so that they fall on the edges of columns and blocks too.
    at: fc.integer({ min: 0, max: 100 }).map((each) => each * 100),
    value: fc.oneof(
      { weight: 9, arbitrary: fc.double({ min: -30, max: 30, noNaN: true }) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
      },
    ),
  });
  // Clocks are set back: the points of a block come in any order.
  const blocks = fc.sample(fc.array(point, { minLength: 1, maxLength: 12 }), { numRuns: 60, seed: 3 });
  const points: Point[] = [];
  for (const [index, block] of blocks.entries()) {
    points.push(...block);
    if (index % 6 === 5) for (const each of block) history.journal.reading(link(), [reading(each)], 1);
    else
      await database.write('readings', [
        {
          instrument: 'i1',
          channel: 1,
          quantity: 'voltage',
          times: Float64Array.from(block, ({ at }) => at),
          values: Float64Array.from(block, ({ value }) => value),
        },
      ]);
    history.journal.reading(link('i2'), [reading({ at: 5, value: 1000 })], 1);
    history.journal.reading(link(), [reading({ at: 5, value: 1000 }, 2)], 1);
  }
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: -10, max: 90 }).map((each) => each * 100),
      fc.oneof(fc.integer({ min: 1, max: 6_000 }), fc.constant(12_000)),
      fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constant(1)),
      async (from, span, columns) => {
        const asked = question(from, from + span, columns);
        const trend = await history.trend(asked);
        expect({ min: trend.min, max: trend.max }).toEqual(naive(points, asked));
      },
    ),
    { numRuns: 150 },
  );
});

test('a reading that is not a number keeps no other from the disk, and is kept itself', async () => {
  const file = historyFile();
  const { history, close } = await openedHistory(file);
  history.journal.reading(link(), [reading({ at: 100, value: Number.NaN })], 1);
  history.journal.reading(link('i2'), [reading({ at: 100, value: 2 })], 1);
  history.journal.reading(link('i2'), [reading({ at: Number.NaN, value: 3 })], 1);
  for (const value of [1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 4])
    history.journal.reading(link('i3'), [reading({ at: 100, value })], 1);
  await close();
  const rows = look<{ instrument: string; readings: Buffer }>(
    file,
    'SELECT instrument, readings FROM reading_block ORDER BY instrument',
  );
  expect(
    rows.map(({ instrument, readings }) => [instrument, readings.length / 8, readings.readDoubleLE(0)]),
  ).toEqual([
    ['i1', 1, Number.NaN],
    ['i2', 1, 2],
    ['i3', 4, 1],
  ]);
  const again = await openedHistory(file);
  expect((await again.history.trend(question(0, 200, 1))).min).toEqual(Float64Array.of(Number.NaN));
  expect((await again.history.trend(question(0, 200, 1, 'i2'))).max).toEqual(Float64Array.of(2));
  expect(await again.history.trend(question(0, 200, 1, 'i3'))).toMatchObject({
    min: Float64Array.of(1),
    max: Float64Array.of(4),
  });
});

test('closing writes the readings that wait and one line about each run of polls', async () => {
  const file = historyFile();
  const now = Date.now();
  const { history, close } = await openedHistory(file);
  for (let i = 0; i < 5; i++)
    history.journal.reading(
      link(),
      [reading({ at: now + i, value: i }), reading({ at: now + i, value: i }, 2)],
      i,
    );
  await close();
  const { history: again } = await openedHistory(file);
  const [line] = await allLines(again, { text: 'polls' });
  expect(line).toMatchObject({
    request: 'polled',
    operator: 'console',
    lane: 'poll',
    instrument: 'i1',
    wireMs: 2,
  });
  expect(line?.reply).toMatch(/^5 polls, 10 readings from .*, slowest 4\.0 ms$/);
  const trend = await again.trend(question(now, now + 5, 5));
  expect(trend.min).toEqual(Float64Array.of(0, 1, 2, 3, 4));
});

test('readings reach the disk within seconds; while it cannot be written they wait, and nothing is written twice', async () => {
  const file = historyFile();
  let full = true;
  let tries = 0;
  let wrote = (): void => undefined;
  const written = new Promise<void>((resolve) => (wrote = resolve));
  const { history } = await openedHistory(file, {
    wrap: (real: HistoryDatabase): HistoryDatabase => ({
      ...real,
      async write(name, input) {
        if (name !== 'readings') return await real.write(name, input);
        tries++;
        if (tries > 1) full = false;
        if (full) throw new Fault('HISTORY_UNWRITABLE', 'full');
        const answer = await real.write(name, input);
        wrote();
        return answer;
      },
    }),
  });
  history.journal.reading(link(), [reading({ at: 100, value: 5 })], 1);
  await written;
  expect(tries).toBe(2);
  expect((await history.trend(question(0, 200, 1))).max).toEqual(Float64Array.of(5));
  expect(look(file, 'SELECT rowid FROM reading_block')).toHaveLength(1);
  // What waits for the next time is shown all the same.
  history.journal.reading(link(), [reading({ at: 150, value: 9 })], 1);
  expect((await history.trend(question(0, 200, 1))).max).toEqual(Float64Array.of(9));
  expect(history.health.writable).toBe(true);
});

test('R-23: blocks that wait for a disk are bounded; R-14: what is given up is counted', () => {
  const buffer = new ReadingBuffer();
  for (let i = 0; i < 2_003; i++) {
    buffer.add('i1', reading({ at: i, value: i }));
    buffer.add('i1', reading({ at: i, value: i }));
    buffer.take();
  }
  expect(buffer.take()).toHaveLength(2_000);
  expect(buffer.takeGivenUp()).toBe(6);
  expect(buffer.takeGivenUp()).toBe(0);
});

test('a run ends after a pause, after an hour, when the clock is set back, and when the link changes', () => {
  const runs = new PollRuns();
  const minute = 60_000;
  runs.add(link(), 3, 1, 0);
  runs.add(link(), 3, 2, 5_000);
  expect(runs.takeEnded(14_000, false)).toEqual([]);
  expect(runs.takeEnded(16_000, false)).toMatchObject([
    { polls: 2, readings: 6, from: 0, to: 5_000, wireMs: 3, wireMaxMs: 2 },
  ]);
  expect(runs.takeEnded(16_000, true)).toEqual([]);
  for (let at = 0; at <= 61 * minute; at += 5_000) runs.add(link(), 1, 1, at);
  expect(runs.takeEnded(61 * minute, false)).toHaveLength(1);
  runs.add(link(), 1, 1, 100 * minute);
  expect(runs.takeEnded(50 * minute, false)).toHaveLength(1);
  runs.add(link(), 1, 1, 0);
  runs.add({ ...link(), firmware: '2.0' }, 1, 1, 1);
  expect(runs.takeEnded(2, false)).toMatchObject([{ link: { firmware: '1.0' }, polls: 1 }]);
  expect(runs.takeEnded(2, true)).toMatchObject([{ link: { firmware: '2.0' }, polls: 1 }]);
});

test('a trend of a broken database is its reason', async () => {
  const reason = new Fault('DATABASE_CORRUPT', 'The database is damaged.');
  const history = await openHistory(brokenDatabase(reason));
  await expect(history.trend(question(0, 1, 1))).rejects.toBe(reason);
  await history.close();
});
