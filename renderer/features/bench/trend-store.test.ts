import { describe, expect, it } from 'vitest';
import type { ChannelState } from '#shared/contract/channels.ts';
import type { Live } from '#shared/contract/instruments.ts';
import { Fault } from '#shared/faults.ts';
import type { PlotData } from '#renderer/ui/Plot.tsx';
import { channelState } from './channel.fixture.ts';
import { type TrendPast, TrendStore } from './trend-store.ts';

const channel = (number: number, at: number, voltage: number | null): ChannelState =>
  channelState({
    channel: number,
    at,
    readings: voltage === null ? {} : { voltage, current: 0.5 },
  });
const live = (at: number, voltage: number | null): Live => ({
  id: 'a',
  link: 'ready',
  periodMs: 100,
  channels: [channel(1, at, voltage)],
});
const voltage = (store: TrendStore): PlotData => store.view().data.voltage ?? [[]];
const numbers = (column: readonly (number | null | undefined)[] | undefined): number[] =>
  (column ?? []).filter((value) => typeof value === 'number');
const past = (from: number, to: number, value: number): TrendPast => ({
  from,
  to,
  min: new Float64Array(600).fill(value),
  max: new Float64Array(600).fill(value),
});
const never = new AbortController().signal;

describe('TrendStore', () => {
  it('draws readings before now, and tells whoever listens', () => {
    const store = new TrendStore([1], ['voltage', 'current'], 60_000);
    let told = 0;
    store.subscribe(() => told++);
    store.take(live(1_000_000, 3.3), 1_000_000);
    const [xs, volts] = voltage(store);
    expect(told).toBe(1);
    const place = volts?.findLastIndex((value) => value === 3.3) ?? -1;
    expect(xs[place]).toBeGreaterThan(-0.1);
    expect(xs[place]).toBeLessThan(0.1);
  });

  it('puts the past before the present', async () => {
    const store = new TrendStore([1], ['voltage', 'current'], 60_000);
    store.take(live(1_000_000, 3.3), 1_000_000);
    await store.fill(1_000_000, (_channel, _quantity, from, to) => Promise.resolve(past(from, to, 1)), never);
    const volts = numbers(voltage(store)[1]);
    expect(volts.length).toBeGreaterThan(1000);
    expect(volts[0]).toBe(1);
    expect(volts.at(-1)).toBe(3.3);
  });

  it('goes on without the past, and says why it is missing', async () => {
    const store = new TrendStore([1], ['voltage', 'current'], 60_000);
    await store.fill(
      0,
      () => Promise.reject(new Fault('DATABASE_FAILED', 'The history cannot be read.')),
      never,
    );
    expect(store.view().fault?.code).toBe('DATABASE_FAILED');
    store.take(live(1000, 2), 1000);
    expect(numbers(voltage(store)[1])).toContain(2);
  });

  it('says nothing of a question that was given up', async () => {
    const abort = new AbortController();
    abort.abort();
    const store = new TrendStore([1], ['voltage', 'current'], 60_000);
    await store.fill(0, () => Promise.reject(new Fault('CANCELLED', 'Given up.')), abort.signal);
    expect(store.view().fault).toBeNull();
  });

  it('counts a hole once, and not more often than the history can bear', () => {
    const store = new TrendStore([1], ['voltage', 'current'], 60_000);
    for (const at of [1000, 1100, 2500, 4000]) store.take(live(at, 1), at);
    expect(store.view().holes).toBe(1);
    store.take(live(9000, 1), 9000);
    expect(store.view().holes).toBe(2);
  });

  it('draws nothing for a reading that is not known', () => {
    const store = new TrendStore([1], ['voltage', 'current'], 60_000);
    store.take(live(1000, null), 1000);
    store.take(null, 2000);
    expect(numbers(voltage(store)[1])).toEqual([]);
  });
  it('follows the quantities it is asked to, and draws nothing for an overload', () => {
    const store = new TrendStore([1], ['resistance'], 60_000);
    const over = { ...channel(1, 1000, null), overload: ['resistance' as const] };
    store.take({ ...live(1000, null), channels: [over] }, 1000);
    expect(numbers(store.view().data.resistance?.[1])).toEqual([]);
    expect(store.view().data.voltage).toBeUndefined();
  });
});
