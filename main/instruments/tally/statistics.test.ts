import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Statistics } from './statistics.ts';

const begun = (): Statistics => new Statistics('voltage', 0.001, 1000);

test('before the first reading nothing is known, and with one no deviation', () => {
  const statistics = begun();
  const nothing = { newest: null, min: null, max: null, mean: null, deviation: null, histogram: null };
  expect(statistics.figures).toEqual({
    quantity: 'voltage',
    since: 1000,
    count: 0,
    overloads: 0,
    ...nothing,
  });
  statistics.add(-2);
  expect(statistics.figures).toMatchObject({
    count: 1,
    newest: -2,
    min: -2,
    max: -2,
    mean: -2,
    deviation: null,
  });
});

test('an overload is counted, and is in nothing else', () => {
  const statistics = begun();
  for (const value of [1, 3]) statistics.add(value);
  statistics.overload();
  const { histogram, ...figures } = statistics.figures;
  expect(figures).toMatchObject({ count: 2, overloads: 1, newest: null, min: 1, max: 3, mean: 2 });
  expect(figures.deviation).toBeCloseTo(Math.SQRT2, 12);
  expect(histogram?.counts.reduce((sum, count) => sum + count, 0)).toBe(2);
  statistics.add(2);
  expect(statistics.figures).toMatchObject({ count: 3, overloads: 1, newest: 2 });
});

test('noise of a microvolt on ten volts keeps its digits', () => {
  const statistics = begun();
  for (let at = 0; at < 100_000; at++) statistics.add(10 + (at % 2 === 0 ? 1e-6 : -1e-6));
  expect(statistics.figures.deviation).toBeCloseTo(1e-6, 9);
  expect(statistics.figures.mean).toBeCloseTo(10, 9);
});

test('they are what a plain computation over all readings gives', () => {
  const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 200 });
  fc.assert(
    fc.property(values, (values) => {
      const statistics = begun();
      for (const value of values) statistics.add(value);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      const { figures } = statistics;
      expect(figures).toMatchObject({
        count: values.length,
        newest: values.at(-1),
        min: Math.min(...values),
        max: Math.max(...values),
      });
      expect(figures.mean).toBeCloseTo(mean, 6);
      expect(figures.deviation).toBeCloseTo(Math.sqrt(squares / (values.length - 1)), 5);
    }),
  );
});
