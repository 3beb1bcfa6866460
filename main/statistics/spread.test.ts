import { expect, test } from 'vitest';
import { randomOf } from './random.ts';
import { medianSpread } from './spread.ts';
import { type Spread, synthetic } from './synthetic.fixture.ts';

const uneven: Spread = { start: 0.2, round: 0.02, single: 0.05 };
const of = (starts: number, seed: number, spread = uneven) =>
  synthetic(randomOf(seed), { starts, rounds: 2, singles: 20 }, spread);
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const seeds = Array.from({ length: 30 }, (_, i) => i + 1);

test('the spread of a median follows how much starts differ, and falls with the root of their number', () => {
  const [eight, many] = [8, 32].map((starts) => mean(seeds.map((seed) => medianSpread(of(starts, seed)))));
  // 1.25 s/√n of a normal median, times Student's t: 0.2 × 1.25 × 2.365 / √8, and with 2.04 / √32.
  expect(eight).toBeGreaterThan(0.14);
  expect(eight).toBeLessThan(0.28);
  expect(eight! / many!).toBeGreaterThan(1.8);
  expect(eight! / many!).toBeLessThan(3);
  const even = { ...uneven, start: 0.01 };
  expect(medianSpread(of(8, 1, even))).toBeLessThan(0.05);
});

test('of one start nothing is known; the same measurements give the same answer', () => {
  expect(medianSpread(of(1, 1))).toBe(Number.POSITIVE_INFINITY);
  expect(medianSpread([])).toBe(Number.POSITIVE_INFINITY);
  expect(medianSpread(of(6, 1))).toBe(medianSpread(of(6, 1)));
});

test('the interval of that width holds the true median about as often as it says', () => {
  const held = Array.from({ length: 300 }, (_, i) => of(10, i + 100)).filter((measured) => {
    const sorted = measured
      .flatMap((start) => start.flatMap((round) => ('ms' in round ? round.ms : [])))
      .sort((a, b) => a - b);
    return Math.abs(Math.log(sorted[sorted.length / 2]!)) <= medianSpread(measured);
  }).length;
  expect(held / 300).toBeGreaterThan(0.9);
});
