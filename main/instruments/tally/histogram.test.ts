import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Histogram } from './histogram.ts';

const counted = (values: readonly number[], resolution: number) => {
  const histogram = new Histogram(resolution);
  for (const value of values) histogram.add(value);
  const { bars } = histogram;
  if (bars === null) throw new Error('nothing was counted');
  return bars;
};
const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

test('nothing has no bins; equal readings share one, also where a binary fraction is a little off', () => {
  expect(new Histogram(0.1).bars).toBeNull();
  const { from, width, counts } = counted([0.3, 0.3, 0.1 + 0.2, 0.1 * 3], 10);
  expect(counts).toEqual([4]);
  expect(from).toBeCloseTo(0.3, 12);
  expect(width).toBe(0.1);
});

test('bins go on in both directions, and two, then five, merge when there are no more', () => {
  expect(counted([5, 7, 4], 100)).toEqual({ from: 4, width: 1, counts: [1, 1, 0, 1] });
  const whole = Array.from({ length: 128 }, (_, value) => value - 64);
  expect(counted(whole, 100)).toEqual({ from: -64, width: 1, counts: whole.map(() => 1) });
  const twos = counted([...whole, 64], 100);
  expect(twos).toEqual({ from: -64, width: 2, counts: [...Array.from({ length: 64 }, () => 2), 1] });
  const tens = counted([...whole, 64, 192], 100);
  expect(tens).toMatchObject({ from: -70, width: 10 });
  // From −70 to −65 there is nothing, from 60 to 64 five.
  const twelve = (count: number): number[] => Array.from({ length: 12 }, () => count);
  expect(tens.counts).toEqual([4, ...twelve(10), 5, ...twelve(0), 1]);
});

test.each([0.001, 1e-5, 0.02, 0.5, 1, 3, 100])(
  'a resolution of %d is followed by two decades',
  (resolution) => {
    const { width } = counted([1], resolution);
    expect(Math.log10(width)).toBeCloseTo(Math.floor(Math.log10(resolution) + 1e-9) - 2, 9);
  },
);

test('one value far away costs width, and no count', () => {
  const { counts } = counted([5, 5.000001, 5.000002, -1e37], 1e-6);
  expect(counts.length).toBeLessThanOrEqual(128);
  expect(counts.at(0)).toBe(1);
  expect(counts.at(-1)).toBe(3);
});

test('it counts as a plain count does with the same bins, however the values came', () => {
  const steps = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(steps, fc.constantFrom(1, 0.001, 1e-6), (values, step) => {
      const { from, width, counts } = counted(
        values.map((each) => each * step),
        step * 100,
      );
      const wide = Math.round(width / step);
      const first = Math.round(from / width);
      const plain = counts.map(
        (_, bin) => values.filter((each) => Math.floor(each / wide) === first + bin).length,
      );
      expect(counts).toEqual(plain);
      expect(sum(counts)).toBe(values.length);
      expect(counts.at(0)).toBeGreaterThan(0);
      expect(counts.at(-1)).toBeGreaterThan(0);
      expect(counts.length).toBeLessThanOrEqual(128);
      // No wider than it has to be: the width before would not have had room.
      const leading = Number(wide.toExponential()[0]);
      const before = leading === 2 ? wide / 2 : wide / 5;
      const bins = (value: number): number => Math.floor(value / before);
      expect(wide === 1 || bins(Math.max(...values)) - bins(Math.min(...values)) >= 128).toBe(true);
    }),
  );
});

test('no reading is lost, whatever a driver calls a resolution', () => {
  const readings = fc.array(fc.double({ min: -1e37, max: 1e37, noNaN: true }), { minLength: 1 });
  fc.assert(
    fc.property(readings, fc.double({ min: 1e-12, max: 1e3, noNaN: true }), (values, resolution) => {
      const { counts } = counted(values, resolution);
      expect(sum(counts)).toBe(values.length);
      expect(counts.length).toBeLessThanOrEqual(128);
    }),
  );
});
