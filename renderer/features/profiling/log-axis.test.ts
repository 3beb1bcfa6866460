import { describe, expect, it } from 'vitest';
import { logAxis, logPart, logTicks } from './log-axis.ts';

describe('the ends of the axis', () => {
  it('are round and hold everything', () => {
    expect(logAxis([1.3, 412])).toEqual({ from: 1, to: 500 });
    expect(logAxis([0.021, 21])).toEqual({ from: 0.02, to: 50 });
    expect(logAxis([1, 1000])).toEqual({ from: 1, to: 1000 });
  });
  it('are a decade apart at least', () => {
    for (const value of [0.003, 0.9, 1, 3, 7, 99, 1000]) {
      const { from, to } = logAxis([value]);
      expect(to / from).toBeGreaterThanOrEqual(10 - 1e-9);
      expect(from).toBeLessThanOrEqual(value);
      expect(to).toBeGreaterThanOrEqual(value);
    }
  });
  it('leave out what has no logarithm', () => {
    expect(logAxis([0, -1, Number.NaN, Number.POSITIVE_INFINITY])).toEqual({ from: 0.1, to: 100 });
    expect(logAxis([0, 3, 40])).toEqual({ from: 2, to: 50 });
  });
});

it('places values by their logarithm, and outsiders at the ends', () => {
  const axis = { from: 1, to: 1000 };
  expect(logPart(axis, 10)).toBeCloseTo(1 / 3);
  expect([1, 0.1, 0, -5].map((value) => logPart(axis, value))).toEqual([0, 0, 0, 0]);
  expect(logPart(axis, 5000)).toBe(1);
});

describe('ticks', () => {
  const labels = (from: number, to: number): number[] =>
    logTicks({ from, to })
      .filter(({ long }) => long)
      .map(({ value }) => value);
  it('are long at 1, 2 and 5 where there is room, at decades otherwise', () => {
    expect(labels(2, 50)).toEqual([2, 5, 10, 20, 50]);
    expect(labels(1, 1000)).toEqual([1, 10, 100, 1000]);
    expect(labels(0.01, 100)).toEqual([0.01, 0.1, 1, 10, 100]);
  });
  it('lie inside, in order, each step of a decade once', () => {
    const ticks = logTicks({ from: 0.02, to: 50 });
    expect(ticks[0]).toEqual({ value: 0.02, part: 0, long: false });
    expect(ticks.at(-1)?.part).toBe(1);
    expect(ticks.map(({ part }) => part)).toEqual(ticks.map(({ part }) => part).toSorted((a, b) => a - b));
    expect(new Set(ticks.map(({ value }) => value)).size).toBe(ticks.length);
  });
});
