import { afterEach, expect, test } from 'vitest';
import {
  callOf,
  closeAll,
  closeLater,
  code,
  desk,
  first,
  supply,
  type TestDesk,
} from '#main/instruments/bench.fixture.ts';
import { cable } from '#main/instruments/cable.fixture.ts';
import { startSimulatedMeter } from '#main/simulator/meter.ts';
import type { Counter, Tally } from '#shared/contract/tally.ts';

afterEach(closeAll);

const watched = (
  room: TestDesk,
  id: string,
  wished: (tally: Tally) => boolean,
  channel = 1,
): Promise<Tally> =>
  first(room.handlers.tally.now({ id, channel }, callOf('viewer', room.ending.signal)), wished);
const covered = (ms: number) => (tally: Tally) => (tally.counters?.ampereHours?.coveredMs ?? 0) >= ms;
const reset = async (room: TestDesk, id: string, what: 'counters' | 'statistics', channel = 1) =>
  await room.handlers.tally.reset({ id, channel, what }, room.call());
/** What flowed on average while it was on: A, or W. */
const rate = (counter: Counter | null | undefined): number =>
  counter === null || counter === undefined ? Number.NaN : counter.total / (counter.coveredMs / 3_600_000);

test('energy and charge of a constant current, while it is on; off they stand still, and a reset begins them anew', async () => {
  const simulated = await supply();
  simulated.channels[0]!.load.ohms = 5;
  const room = await desk();
  const id = await room.connect(simulated.address);
  await room.set(id, 'current', 2);
  await room.set(id, 'voltage', 5);
  expect((await watched(room, id, () => true)).counters).toMatchObject({ ampereHours: { total: 0 } });
  const begun = performance.now();
  await room.output(id, true);
  const { counters } = await watched(room, id, covered(2000));
  const passed = performance.now() - begun;
  // 5 V over 5 Ω, with the leads beyond the sense point. The edge counts as half of a poll.
  expect(rate(counters?.ampereHours)).toBeCloseTo(1, 1);
  expect(rate(counters?.wattHours)).toBeCloseTo(5, 0);
  expect(counters?.ampereHours?.gapMs).toBe(0);
  expect(counters?.ampereHours?.coveredMs).toBeLessThan(passed + 100);

  await room.output(id, false);
  const after = await watched(room, id, () => true);
  await new Promise((resolve) => setTimeout(resolve, 400));
  const later = await watched(room, id, () => true);
  expect(later.counters?.ampereHours?.gapMs).toBe(0);
  expect(later.counters?.ampereHours?.coveredMs, 'a poll more at the most').toBeLessThan(
    (after.counters?.ampereHours?.coveredMs ?? 0) + 200,
  );
  await reset(room, id, 'counters');
  const { counters: anew } = await watched(room, id, () => true);
  expect(anew).toMatchObject({
    wattHours: { total: 0, coveredMs: 0, gapMs: 0 },
    ampereHours: { total: 0, coveredMs: 0, gapMs: 0 },
  });
  expect(anew?.since).toBeGreaterThan(counters?.since ?? Number.POSITIVE_INFINITY);
  // The other channel was never on.
  expect((await watched(room, id, () => true, 2)).counters?.ampereHours?.coveredMs).toBe(0);
});

test('a link that is lost is a gap: it grows while nobody knows, and nothing is added for it', async () => {
  const simulated = await supply();
  simulated.channels[0]!.load.ohms = 5;
  const room = await desk();
  const line = await cable(simulated.port);
  const id = await room.connect(line.address);
  await room.set(id, 'current', 2);
  await room.set(id, 'voltage', 5);
  await room.output(id, true);
  await watched(room, id, covered(500));
  await reset(room, id, 'counters');
  await watched(room, id, covered(500));
  await line.unplug();
  // Nothing changes on the desk meanwhile but the time.
  const away = await watched(room, id, ({ counters }) => (counters?.ampereHours?.gapMs ?? 0) > 900);
  await line.plug();
  await room.handlers.instruments.retry({ id }, room.call());
  const before = away.counters?.ampereHours?.coveredMs ?? 0;
  const { counters } = await watched(room, id, covered(before + 500));
  expect(counters?.ampereHours?.gapMs).toBeGreaterThan(900);
  expect(rate(counters?.ampereHours)).toBeCloseTo(1, 1);
  expect(counters?.since).toBe(away.counters?.since);
});

test('over the simulated bench: what a load took, and how a meter read it', async () => {
  const room = await desk();
  const { ids } = await room.handlers.instruments.addSimulatedBench({}, room.call());
  const [source, load, meter] = ids as [string, string, string];
  await room.set(source, 'current', 2, 2);
  await room.set(source, 'voltage', 5, 2);
  await room.output(source, true, 2);
  await room.set(load, 'current', 0.5);
  await room.output(load, true);
  await room.live(load, ({ channels }) => (channels[0]?.readings.current ?? 0) > 0.49);
  await room.live(meter, ({ channels }) => (channels[0]?.readings.voltage ?? 0) > 4.9);
  await reset(room, load, 'counters');
  await reset(room, meter, 'statistics');
  const { counters } = await watched(room, load, covered(1000));
  expect(rate(counters?.ampereHours)).toBeCloseTo(0.5, 2);
  expect(rate(counters?.wattHours)).toBeCloseTo(2.5, 1);

  const { counters: none, statistics } = await watched(
    room,
    meter,
    (tally) => (tally.statistics[0]?.count ?? 0) >= 30,
  );
  expect(none).toBeNull();
  expect(statistics).toHaveLength(1);
  const [{ quantity, count, min, max, mean, deviation, overloads, histogram }] = statistics as [
    Tally['statistics'][number],
  ];
  expect({ quantity, overloads }).toEqual({ quantity: 'voltage', overloads: 0 });
  expect(mean).toBeCloseTo(5, 2);
  expect(min).toBeLessThan(mean ?? Number.NaN);
  expect(max).toBeGreaterThan(mean ?? Number.NaN);
  expect(deviation).toBeGreaterThan(0);
  expect(deviation).toBeLessThan((max ?? Number.NaN) - (min ?? Number.NaN));
  expect(histogram?.counts.reduce((sum, each) => sum + each, 0)).toBe(count);

  const word = { id: meter, channel: 1, word: 'VOLT:AC' };
  await room.handlers.instruments.choose(word, room.call());
  const other = await watched(room, meter, (tally) => tally.statistics[0]?.quantity === 'acVoltage');
  expect(other.statistics).toHaveLength(1);
});

test('a reference is the same for every window; it ends with the function, and with the link', async () => {
  const simulated = await startSimulatedMeter();
  closeLater(() => simulated.close());
  const line = await cable(simulated.port);
  const room = await desk();
  const id = await room.connect(line.address);
  const reference = { quantity: 'voltage', value: 0.25 } as const;
  const set = async (part: object = {}): Promise<unknown> =>
    await room.handlers.tally.setReference({ id, channel: 1, ...reference, ...part }, room.call());
  const shown = (wished: object | null) =>
    room.live(id, ({ channels }) =>
      wished === null ? channels[0]?.reference === null : channels[0]?.reference !== null,
    );
  const measured = () => room.live(id, ({ channels }) => channels[0]?.readings.voltage !== undefined);
  await measured();
  const [one, two] = [shown(reference), shown(reference)];
  await set();
  for (const { channels } of await Promise.all([one, two])) {
    expect(channels[0]?.reference).toEqual(reference);
    expect(channels[0]?.readings.voltage, 'a reading is never relative').toBeCloseTo(0, 2);
  }
  const { statistics } = await watched(room, id, (tally) => (tally.statistics[0]?.count ?? 0) > 5);
  expect(statistics[0]?.max, 'nor is what is counted').toBeLessThan(0.01);
  await set({ value: null });
  await shown(null);

  await set();
  await room.handlers.instruments.choose({ id, channel: 1, word: 'CURR' }, room.call());
  await shown(null);
  await room.live(id, ({ channels }) => channels[0]?.readings.current !== undefined);
  await expect(set()).rejects.toEqual(code('POINT_UNKNOWN'));
  await room.handlers.instruments.choose({ id, channel: 1, word: 'VOLT' }, room.call());

  await measured();
  await set();
  await shown(reference);
  await line.unplug();
  await shown(null);
  await line.plug();
  await room.handlers.instruments.retry({ id }, room.call());
  expect((await measured()).channels[0]?.reference).toBeNull();
});

test('a channel that is none has no tally, and one that was removed tells no more', async () => {
  const simulated = await supply();
  const room = await desk();
  const id = await room.connect(simulated.address);
  await expect(watched(room, id, () => true, 3)).rejects.toEqual(code('POINT_UNKNOWN'));
  await expect(reset(room, id, 'counters', 3)).rejects.toEqual(code('POINT_UNKNOWN'));
  await expect(watched(room, 'nobody', () => true)).rejects.toEqual(code('INSTRUMENT_UNKNOWN'));
  const ended = expect(watched(room, id, () => false)).rejects.toThrow('the stream ended');
  await room.handlers.instruments.remove({ id, outputs: 'keep' }, room.call());
  await ended;
});

test('it tells four times a second at the most, and nothing while nothing changes', async () => {
  const simulated = await supply();
  const room = await desk();
  const id = await room.connect(simulated.address);
  const told = async (ms: number): Promise<number> => {
    const end = new AbortController();
    setTimeout(() => end.abort(), ms);
    let items = 0;
    for await (const _ of room.handlers.tally.now({ id, channel: 1 }, callOf('viewer', end.signal))) items++;
    return items;
  };
  expect(await told(600)).toBe(1);
  await room.output(id, true);
  await watched(room, id, covered(100));
  const items = await told(1100);
  expect(items).toBeGreaterThan(2);
  expect(items).toBeLessThanOrEqual(5);
});
