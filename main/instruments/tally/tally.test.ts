import { expect, test } from 'vitest';
import type { ChannelPoll } from '#main/drivers/driver.ts';
import { type ChannelInfo, type Quantity, quantityUnits } from '#shared/contract/channels.ts';
import { Tally as Figures } from '#shared/contract/tally.ts';
import { Tallies } from './tallies.ts';
import { Tally } from './tally.ts';

const info = (switches: ChannelInfo['switches'], quantities: readonly Quantity[]): ChannelInfo => ({
  channel: 1,
  label: 'CH1',
  switches,
  settings: [],
  functions: null,
  choices: [],
  trips: [],
  readings: quantities.map((quantity) => ({ quantity, resolution: 0.001 })),
  envelope: false,
});
const supply = info('output', ['voltage', 'current', 'power']);
const meter = info(null, ['voltage', 'resistance']);

const poll = (
  values: Readonly<Partial<Record<Quantity, number>>>,
  part: Partial<ChannelPoll> = {},
): ChannelPoll => ({
  on: null,
  mode: null,
  word: null,
  settings: {},
  choices: {},
  trips: null,
  readings: (Object.entries(values) as [Quantity, number][]).map(([quantity, value]) => ({
    channel: 1,
    quantity,
    unit: quantityUnits[quantity],
    value,
    at: 0,
  })),
  overload: [],
  ...part,
});
const source = (forgotten = 0) => ({ periodMs: 100, forgotten });
const at = (ms: number) => ({ epoch: 1_000_000 + ms, steady: ms });
const figures = (tally: Tally, ms: number, forgotten = 0) =>
  Figures.parse(tally.figures(ms, source(forgotten)));

test('energy and charge flow while the output is on, and not while it is off', () => {
  const tally = new Tally(supply, 5000);
  const values = { voltage: 5, current: 2, power: 10 };
  const read = (ms: number, on: boolean): void => tally.read(poll(values, { on }), at(ms), source());
  for (let ms = 0; ms <= 1000; ms += 100) read(ms, false);
  for (let ms = 1100; ms <= 37_000; ms += 100) read(ms, true);
  const { counters, statistics } = figures(tally, 37_000);
  // 35.9 s on, and half of the edge.
  expect(counters?.ampereHours?.total).toBeCloseTo((2 * 35.95) / 3600, 9);
  expect(counters?.wattHours?.total).toBeCloseTo((10 * 35.95) / 3600, 9);
  expect(counters).toMatchObject({ since: 5000, ampereHours: { coveredMs: 36_000, gapMs: 0 } });
  expect(
    statistics.map(({ count }) => count),
    'of an output, while it was on',
  ).toEqual([360, 360, 360]);
});

test('energy is the power that is measured, or else voltage times current of the same poll', () => {
  const measured = new Tally(supply, 0);
  const made = new Tally(info('input', ['voltage', 'current']), 0);
  for (const ms of [0, 1800]) {
    measured.read(poll({ voltage: 5, current: 2, power: 9 }, { on: true }), at(ms), source());
    made.read(poll({ voltage: 5, current: 2 }, { on: true }), at(ms), source());
  }
  expect(figures(measured, 1800).counters?.wattHours?.total).toBeCloseTo(9 / 2000, 12);
  expect(figures(made, 1800).counters?.wattHours?.total).toBeCloseTo(10 / 2000, 12);
});

test('what is missing, beyond its range, or read while nobody knows whether it is on, is a gap', () => {
  const tally = new Tally(supply, 0);
  const read = (ms: number, part: Partial<ChannelPoll>, values = { voltage: 1, current: 1, power: 1 }) =>
    tally.read(poll(values, { on: true, ...part }), at(ms), source());
  read(0, {});
  read(1000, { overload: ['current'], readings: [] });
  read(2000, {});
  read(3000, { on: null });
  read(4000, {});
  read(5000, {}, { voltage: 1, current: 1e38, power: 1 });
  read(6000, {});
  const { counters } = figures(tally, 6000);
  expect(counters?.ampereHours).toEqual({ total: 0, coveredMs: 0, gapMs: 6000 });
  expect(counters?.wattHours).toMatchObject({ coveredMs: 2000, gapMs: 4000 });
});

test('what was known of the instrument was given up: a gap from the reading before it, and it shows at once', () => {
  const tally = new Tally(supply, 0);
  const read = (ms: number, forgotten: number): void =>
    tally.read(poll({ current: 1, power: 1 }, { on: true }), at(ms), source(forgotten));
  read(0, 0);
  read(1000, 0);
  expect(figures(tally, 1500, 1).counters?.ampereHours).toMatchObject({ coveredMs: 1000, gapMs: 500 });
  read(1900, 1);
  read(2900, 1);
  const both = { coveredMs: 2000, gapMs: 900 };
  expect(figures(tally, 2900, 1).counters).toMatchObject({ ampereHours: both, wattHours: both });
});

test('what measures nothing that flows has no counters', () => {
  expect(figures(new Tally(meter, 0), 0)).toEqual({ counters: null, statistics: [] });
  expect(figures(new Tally(info('output', []), 0), 0).counters).toBeNull();
  expect(figures(new Tally(info('output', ['voltage']), 0), 0).counters).toBeNull();
});

test('each part is begun anew by itself', () => {
  const tally = new Tally(supply, 0);
  const read = (ms: number): void => tally.read(poll({ current: 1 }, { on: true }), at(ms), source());
  read(0);
  read(1000);
  tally.reset('counters', at(1000));
  expect(figures(tally, 1000)).toMatchObject({
    counters: { since: 1_001_000, ampereHours: { total: 0, coveredMs: 0, gapMs: 0 } },
    statistics: [{ count: 2, since: 1_000_000 }],
  });
  tally.reset('statistics', at(1000));
  expect(figures(tally, 1000).statistics).toEqual([]);
  read(2000);
  expect(figures(tally, 2000)).toMatchObject({
    counters: { since: 1_001_000, ampereHours: { coveredMs: 1000 } },
    statistics: [{ count: 1, since: 1_002_000 }],
  });
});

test('another function begins the statistics anew and ends the reference; the same one, read again, does not', () => {
  const tally = new Tally(meter, 0);
  tally.compare({ quantity: 'voltage', value: 5 }, source());
  tally.read(poll({ voltage: 5 }, { word: 'VOLT' }), at(0), source());
  tally.read(poll({ voltage: 6 }, { word: 'VOLT' }), at(100), source());
  expect(figures(tally, 100).statistics).toMatchObject([{ quantity: 'voltage', count: 2, max: 6 }]);
  expect(tally.reference(source())).toEqual({ quantity: 'voltage', value: 5 });
  tally.read(poll({}, { word: 'RES', overload: ['resistance'] }), at(200), source());
  expect(figures(tally, 200).statistics).toMatchObject([{ quantity: 'resistance', count: 0, overloads: 1 }]);
  expect(tally.reference(source())).toBeNull();
});

test('a reference ends when it is taken away, and with what was known of the instrument; the statistics go on', () => {
  const tally = new Tally(meter, 0);
  const read = (forgotten: number): void =>
    tally.read(poll({ voltage: 5 }, { word: 'VOLT' }), at(forgotten * 100), source(forgotten));
  read(0);
  tally.compare({ quantity: 'voltage', value: 5 }, source());
  tally.compare(null, source());
  expect(tally.reference(source())).toBeNull();
  tally.compare({ quantity: 'voltage', value: 5 }, source());
  read(1);
  expect(tally.reference(source(1))).toBeNull();
  expect(figures(tally, 100, 1).statistics).toMatchObject([{ count: 2 }]);
});

test('readings of another channel, in the same poll, are not counted', () => {
  const tally = new Tally(meter, 0);
  const both = poll({ voltage: 5 });
  tally.read({ ...both, readings: both.readings.map((each) => ({ ...each, channel: 2 })) }, at(0), source());
  expect(figures(tally, 0).statistics).toEqual([]);
});

test('a channel keeps its tally until it is another channel', () => {
  const tallies = new Tallies(() => 7);
  const tally = tallies.of(meter);
  expect(tallies.of(meter)).toBe(tally);
  expect(tallies.of({ ...supply, channel: 2 })).not.toBe(tally);
  expect(tallies.of(meter)).toBe(tally);
  expect(tallies.of(supply)).not.toBe(tally);
});
