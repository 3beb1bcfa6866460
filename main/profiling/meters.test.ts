import fc from 'fast-check';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Part } from './meter.ts';

/** Meters live as long as the process: each test has a fresh module. */
const fresh = async () => ({
  ...(await import('./meter.ts')),
  ...(await import('./meters.ts')),
  ...(await import('./slices.ts')),
});
beforeEach(() => vi.resetModules());

const key = (name: string, instrument: string | null = null, part: Part = 'whole') =>
  ({ kind: 'exchange', name, instrument, part }) as const;

describe('a meter', () => {
  test('knows percentiles since the start within 1 %, and sum and count exactly', async () => {
    const { Meter } = await fresh();
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1e-2, max: 1e5, noNaN: true }), { minLength: 1, maxLength: 200 }),
        (all) => {
          const meter = new Meter(key('a'));
          for (const ms of all) meter.record(ms, ms > 1e4);
          const sorted = all.toSorted((a, b) => a - b);
          for (const percent of [50, 95, 99]) {
            // It rounds the rank, where the buckets take the next one.
            const exact = sorted[Math.max(1, Math.round((all.length * percent) / 100)) - 1]!;
            // The histogram has whole nanoseconds, two figures of them.
            expect(Math.abs(meter.histogram.percentile(percent) / 1e6 - exact)).toBeLessThanOrEqual(
              exact * 0.011 + 128e-6,
            );
          }
          expect(meter.sumMs).toBeCloseTo(
            all.reduce((sum, ms) => sum + ms, 0),
            6,
          );
          expect([meter.count, meter.errors]).toEqual([all.length, all.filter((ms) => ms > 1e4).length]);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('never fails for what is no duration', async () => {
    const { Meter } = await fresh();
    const meter = new Meter(key('a'));
    for (const ms of [Number.NaN, -5, Infinity, -Infinity, 1e12]) meter.record(ms, false);
    expect(meter.count).toBe(5);
    expect(meter.sumMs).toBe(1e12);
  });

  test('keeps slices of time: what fell into each, ten minutes of them, and the one that runs', async () => {
    const { meterOf, endSlices, sliceTimes, sliceBegan, sliceMs } = await fresh();
    const meter = meterOf(key('a'));
    const start = sliceBegan();
    meter.record(2, false);
    meter.record(8, true);
    endSlices(start + sliceMs);
    endSlices(start + 2 * sliceMs);
    meter.record(5, false);
    const slices = meter.slices(start, sliceBegan());
    expect(
      slices.map(({ at, count, errors, sumMs, maxMs }) => [at - start, count, errors, sumMs, maxMs]),
    ).toEqual([
      [0, 2, 1, 10, 8],
      [2 * sliceMs, 1, 0, 5, 5],
    ]);
    expect(slices[0]!.p95 / 8).toBeCloseTo(1, 1);
    expect(meter.slices(start + 1, sliceBegan())).toHaveLength(1);
    expect(sliceTimes()).toEqual([start, start + sliceMs, start + 2 * sliceMs]);
    for (let n = 3; n <= 70; n++) {
      meter.record(1, false);
      endSlices(start + n * sliceMs);
    }
    expect(meter.slices(0, sliceBegan())).toHaveLength(60);
    expect(sliceTimes()).toHaveLength(61);
    expect(meter.count).toBe(71);
  });
});

describe('there is a bound', () => {
  test('of names without an instrument: what comes after counts as others', async () => {
    const { meterOf, allMeters } = await fresh();
    for (let n = 0; n < 1000; n++) meterOf(key(`name ${n}`)).record(1, false);
    const all = [...allMeters()];
    expect(all).toHaveLength(301);
    expect(all.find(({ name }) => name === 'others')!.count).toBe(700);
    expect(meterOf(key('name 5')).count).toBe(1);
  });

  test('of commands of one instrument: what comes after counts as its others', async () => {
    const { meterOf, allMeters } = await fresh();
    for (let n = 0; n < 1000; n++) meterOf(key(`CMD${n}`, 'a', 'wire')).record(1, false);
    const all = [...allMeters()];
    expect(all).toHaveLength(121);
    expect(all.find(({ name }) => name === 'others')).toMatchObject({
      instrument: 'a',
      part: 'wire',
      count: 880,
    });
  });

  test('of all instruments; those that have left make room', async () => {
    const { meterOf, allMeters, leaveMeters, keepMeters } = await fresh();
    const fill = (from: number, to: number) => {
      for (let each = from; each < to; each++)
        for (let n = 0; n < 100; n++) meterOf(key(`CMD${n}`, `i${each}`, 'wire'));
    };
    fill(0, 12);
    expect([...allMeters()]).toHaveLength(1200);
    const late = meterOf(key('CMD', 'late', 'wire'));
    expect(late).toMatchObject({ name: 'others', instrument: null });
    leaveMeters('i3');
    leaveMeters('i4');
    keepMeters('i4');
    expect(meterOf(key('CMD', 'late', 'wire'))).toMatchObject({ name: 'CMD', instrument: 'late' });
    const left = new Set([...allMeters()].map(({ instrument }) => instrument));
    expect([left.has('i3'), left.has('i4')]).toEqual([false, true]);
  });
});

test('one key has one meter; instruments and parts are apart', async () => {
  const { meterOf } = await fresh();
  expect(meterOf(key('A', 'x', 'wire'))).toBe(meterOf(key('A', 'x', 'wire')));
  expect(meterOf(key('A', 'x', 'wire'))).not.toBe(meterOf(key('A', 'x', 'queue')));
  expect(meterOf(key('A', 'x', 'wire'))).not.toBe(meterOf(key('A', 'y', 'wire')));
});
