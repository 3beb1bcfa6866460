import fc from 'fast-check';
import { expect, test } from 'vitest';
import { minMaxColumns } from './columns.ts';

test('every sample is in its column, and the ends of each are samples', () => {
  const value = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map(Math.fround);
  fc.assert(
    fc.property(fc.array(value, { maxLength: 200 }), fc.integer({ min: 0, max: 60 }), (samples, count) => {
      const { min, max } = minMaxColumns(Float64Array.from(samples), count);
      expect(min).toHaveLength(Math.min(count, samples.length));
      const seen = samples.map((each, at) => {
        const column = min.findIndex(
          (_, index) => at < Math.floor(((index + 1) * samples.length) / min.length),
        );
        return column < 0 || ((min[column] as number) <= each && (max[column] as number) >= each);
      });
      expect(seen).not.toContain(false);
      for (const each of [...min, ...max]) expect(samples).toContain(each);
    }),
  );
});

test('a spike of one sample is seen; what is no number is none', () => {
  const samples = new Float64Array(1000);
  samples[637] = 5;
  const { min, max } = minMaxColumns(samples, 10);
  expect([...max]).toEqual([0, 0, 0, 0, 0, 0, 5, 0, 0, 0]);
  expect([...min]).toEqual(Array(10).fill(0));
  const none = minMaxColumns(Float64Array.of(1, Number.NaN), 2);
  expect([...none.max]).toEqual([1, Number.NaN]);
});
