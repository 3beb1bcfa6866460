import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  bucketCount,
  bucketOf,
  bucketStart,
  eachCount,
  merged,
  percentileOf,
  percentilesOf,
  totalOf,
} from './buckets.ts';

const countsOf = (all: readonly number[]): number[] => {
  const table = new Map<number, number>();
  for (const ms of all) table.set(bucketOf(ms), (table.get(bucketOf(ms)) ?? 0) + 1);
  return [...table].toSorted(([a], [b]) => a - b).flat();
};
const durations = fc.array(fc.double({ min: 2e-4, max: 9e5, noNaN: true }), { minLength: 1, maxLength: 300 });

test('percentiles are within 2.5 % of the exact ones', () => {
  fc.assert(
    fc.property(durations, fc.constantFrom(1, 25, 50, 95, 99, 100), (all, percent) => {
      const exact = all.toSorted((a, b) => a - b)[Math.max(1, Math.ceil((all.length * percent) / 100)) - 1]!;
      const found = percentileOf(countsOf(all), percent)!;
      expect(Math.abs(found / exact - 1)).toBeLessThan(0.0251);
    }),
  );
});

test('a duration lies in its bucket; what is shorter or longer than all, or none, in the first or the last', () => {
  fc.assert(
    fc.property(fc.double({ min: 2e-4, max: 9e5, noNaN: true }), (ms) => {
      const bucket = bucketOf(ms);
      expect(ms).toBeGreaterThanOrEqual(bucketStart(bucket) * (1 - 1e-9));
      expect(ms).toBeLessThan(bucketStart(bucket + 1) * (1 + 1e-9));
    }),
  );
  for (const ms of [0, -1, Number.NaN, 1e-9]) expect(bucketOf(ms)).toBe(0);
  for (const ms of [1e7, Infinity]) expect(bucketOf(ms)).toBe(bucketCount - 1);
});

test('several counts as one are what one of all would be', () => {
  fc.assert(
    fc.property(durations, durations, (one, other) => {
      expect(merged([countsOf(one), countsOf(other)])).toEqual(countsOf([...one, ...other]));
    }),
  );
  expect(merged([])).toEqual([]);
});

test('several percentiles of several counts are those of all of them together', () => {
  fc.assert(
    fc.property(durations, durations, (one, other) => {
      const all = countsOf([...one, ...other]);
      const percents = [1, 50, 95, 99, 100];
      expect(percentilesOf([countsOf(one), [], countsOf(other)], percents)).toEqual(
        percents.map((percent) => percentileOf(all, percent)),
      );
    }),
  );
  expect(percentilesOf([[], []], [50, 99])).toEqual([null, null]);
});

test('of nothing there is no percentile', () => {
  expect(percentileOf([], 50)).toBeNull();
  expect(totalOf([])).toBe(0);
});

test('each count is told, in rising order', () => {
  const told: number[] = [];
  eachCount([3, 2, 9, 1], (bucket, count) => told.push(bucket, count));
  expect(told).toEqual([3, 2, 9, 1]);
  expect(totalOf([3, 2, 9, 1])).toBe(3);
});
