import { describe, expect, test } from 'vitest';
import { blocks, blocksOf, lowest, middle, type Point, trendOf } from './soak-trend.ts';

/** Numbers from 0 to 1, the same in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
const minutes = 60;
/** A heap that is collected every few samples, with a leak of so many MB an hour, under noise. */
function heap(leak: number, seed: number): Point[] {
  const next = numbers(seed);
  return Array.from({ length: 1800 }, (_, index) => ({
    at: index / 30,
    value: 40 + (leak * index) / 1800 + (index % 7) * 3 + next() * 2,
  }));
}

describe('what grows', () => {
  test('a leak of 6 MB an hour under the saw of collections is found', () => {
    const trend = trendOf(blocksOf(heap(6, 1), minutes, lowest), 2);
    expect(trend.grows).toBe(true);
    expect(trend.slope * 60).toBeCloseTo(6, 0);
  });
  test('noise alone is none, in 200 runs', () => {
    const found = Array.from({ length: 200 }, (_, seed) =>
      trendOf(blocksOf(heap(0, seed + 1), minutes, lowest), 0),
    );
    // One in a hundred is what the level allows for; nothing is allowed to grow here, so the test stands alone.
    expect(found.filter(({ grows }) => grows).length).toBeLessThanOrEqual(7);
  });
  test('a steady growth that is allowed is none', () => {
    const trend = trendOf(blocksOf(heap(1.5, 3), minutes, lowest), 2);
    expect(trend.p).toBeLessThan(0.01);
    expect(trend.grows).toBe(false);
  });
  test('one step up, as of a cache that fills once, and what falls, are none', () => {
    const step = Array.from({ length: 20 }, (_, at) => ({ at, value: at < 2 ? 10 : 20 }));
    expect(trendOf(step, 1).grows).toBe(false);
    const falling = Array.from({ length: 20 }, (_, at) => ({ at, value: 40 - at }));
    expect(trendOf(falling, 0)).toMatchObject({ grows: false, slope: -1 });
    expect(trendOf(falling, 0).p).toBeGreaterThan(0.99);
  });
  test('whole numbers that stay the same are flat', () => {
    const flat = Array.from({ length: 20 }, (_, at) => ({ at, value: 7 }));
    expect(trendOf(flat, 0)).toMatchObject({ slope: 0, growth: 0, grows: false });
    expect(trendOf(flat, 0).p).toBeCloseTo(0.5, 6);
  });
});

test('values that occur more than once make the score spread less', () => {
  const pairs = [1, 1, 2, 2, 3, 3].map((value, at) => ({ at, value }));
  // By hand: S = 12, variance (510 - 3 x 18) / 18, z = 11 / 5.033.
  expect(trendOf(pairs, 0).p).toBeCloseTo(0.01442, 4);
});

test('the warm-up is left out, and each block has its own points', () => {
  const points = Array.from({ length: 600 }, (_, index) => ({ at: index / 10, value: index }));
  const found = blocksOf(points, minutes, middle);
  expect(found).toHaveLength(blocks);
  expect(found[0]!.at).toBeGreaterThan(12);
  expect(found[0]!.value).toBeGreaterThanOrEqual(120);
  expect(found.at(-1)!.value).toBeLessThan(600);
  expect(found.map(({ value }) => value)).toEqual(found.map(({ value }) => value).toSorted((a, b) => a - b));
});
