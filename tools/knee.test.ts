import { expect, test } from 'vitest';
import { kneeOf, type LoadStep } from '../bench/knee.ts';

const steps = (...each: readonly [load: number, done: number, p99: number][]): LoadStep[] =>
  each.map(([load, done, p99]) => ({ load, wanted: load * 50, done, p99 }));

test('the knee is the last step before one that does less than it should', () => {
  expect(kneeOf(steps([1, 50, 2], [10, 500, 3], [100, 4000, 15]))).toEqual({ load: 10, beyond: true });
});
test('or before one that takes too long, though later steps were lucky', () => {
  expect(kneeOf(steps([1, 50, 2], [10, 10, 99], [100, 10, 99]))).toEqual({ load: 1, beyond: true });
  expect(kneeOf(steps([1, 50, 2], [10, 500, 21], [100, 5000, 3]))).toEqual({ load: 1, beyond: true });
});
test('there is none where every step carries its load, and none is carried where the first does not', () => {
  expect(kneeOf(steps([1, 50, 2], [10, 490, 3]))).toEqual({ load: 10, beyond: false });
  expect(kneeOf(steps([1, 10, 2], [10, 500, 3]))).toEqual({ load: 0, beyond: true });
});
