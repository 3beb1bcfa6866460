import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TrendBuffer } from './trend-buffer.ts';

describe('TrendBuffer', () => {
  it('keeps least and most of each column', () => {
    const buffer = new TrendBuffer(1000, 10);
    for (const [at, value] of [
      [1000, 1],
      [1040, 3],
      [1090, 2],
      [1100, 5],
    ] as const)
      buffer.add(at, value);
    expect(buffer.column(10, 2, 500)).toEqual([1, 3, 5, 5]);
    expect(buffer.range()).toEqual([1, 5]);
    expect(buffer.last).toEqual({ at: 1100, value: 5 });
  });

  it('takes the same reading once, and none from the past', () => {
    const buffer = new TrendBuffer(1000, 10);
    expect(buffer.add(1000, 1)).toBe(true);
    expect(buffer.add(1000, 9)).toBe(false);
    expect(buffer.add(900, 9)).toBe(false);
    expect(buffer.add(1001, Number.NaN)).toBe(false);
    expect(buffer.range()).toEqual([1, 1]);
  });

  it('forgets what has left the span', () => {
    const buffer = new TrendBuffer(1000, 10);
    buffer.add(1000, 99);
    buffer.add(5000, 1);
    expect(buffer.range()).toEqual([1, 1]);
  });

  it('breaks the line where nothing was read for too long, and only there', () => {
    const buffer = new TrendBuffer(1000, 10);
    buffer.add(0, 1);
    buffer.add(200, 1);
    buffer.add(900, 1);
    const values = buffer.column(0, 10, 300);
    expect(values.slice(0, 6)).toEqual([1, 1, undefined, undefined, 1, 1]);
    // Every place of the hole, so that it is drawn as wide as it is.
    expect(values.slice(6, 18).every((value) => value === null)).toBe(true);
  });

  it('puts history before live readings and leaves those alone', () => {
    const buffer = new TrendBuffer(1000, 10);
    buffer.add(1950, 7);
    buffer.fill(
      1000,
      2000,
      [1, Number.NaN, 3, 3, 3, 3, 3, 3, 3, 99],
      [2, Number.NaN, 4, 4, 4, 4, 4, 4, 4, 99],
    );
    const values = buffer.column(10, 10, 1000);
    expect(values.slice(0, 6)).toEqual([1, 2, undefined, undefined, 3, 4]);
    expect(values.slice(18)).toEqual([7, 7]);
  });

  it('puts history into a hole between live readings', () => {
    const buffer = new TrendBuffer(1000, 10);
    buffer.add(1050, 7);
    buffer.add(1450, 8);
    buffer.fill(1000, 1500, [0, 1, 2, 3, 0], [0, 1, 2, 3, 0]);
    expect(buffer.column(10, 5, 1000)).toEqual([7, 7, 1, 1, 2, 2, 3, 3, 8, 8]);
  });

  it('folds history of finer columns into its own', () => {
    const buffer = new TrendBuffer(1000, 10);
    buffer.fill(0, 200, [1, 5, 2, 4], [1, 6, 3, 8]);
    expect(buffer.column(0, 2, 500)).toEqual([1, 6, 2, 8]);
  });

  it('never holds more columns than it has, whatever comes in', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 200 }), (steps) => {
        const buffer = new TrendBuffer(1000, 10);
        let at = 0;
        for (const step of steps) buffer.add((at += step), step);
        const first = Math.floor(at / 100) - 20;
        expect(
          buffer.column(first, 40, 1e9).filter((value) => typeof value === 'number').length,
        ).toBeLessThanOrEqual(24);
      }),
    );
  });
});
