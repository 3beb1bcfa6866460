import { describe, expect, it } from 'vitest';
import { roomFor, rulerAround, rulerEnd, waversAroundZero } from './scale.ts';

describe('rulerEnd', () => {
  it('is the range without an envelope', () => expect(rulerEnd(60, null)).toBe(60));
  it.each([
    [5.5, 6],
    [1.2, 1.3],
    [5, 5.4],
    [0.02, 0.022],
  ])('is at a short tick beyond an envelope of %d', (limit, end) =>
    expect(rulerEnd(60, limit)).toBeCloseTo(end, 9),
  );
  it('never exceeds the range', () => expect(rulerEnd(6, 5.9)).toBe(6));
});

describe('waversAroundZero', () => {
  it.each([
    [0.0001, [-0.0005, 3.3], true],
    [-0.0002, [-0.0005, 0.0005], true],
    [3.3, [-0.0005, 3.3], false],
    [0.0001, [0, 3.3], false],
    [null, [-1, 1], false],
    [0, null, false],
  ] as const)('%s in %j', (value, range, expected) => expect(waversAroundZero(value, range)).toBe(expected));
});

describe('the room of a reading', () => {
  it('stands still while decimals come and go, and grows with the range', () => {
    expect(roomFor(5, 3)).toBe(roomFor(30, 4));
    expect(roomFor(120, 4)).toBeGreaterThan(roomFor(60, 4));
    expect(roomFor(30, 5)).toBeGreaterThan(roomFor(30, 4));
  });
});

describe('rulerAround', () => {
  it.each([
    [3.3, [3.1, 3.4], [0, 5]],
    [0.97, null, [0, 2]],
    [-2, [-2, 1], [-5, 5]],
    [1.9, [-0.001, 1.9], [0, 2]],
    [0.004, [0, 0.0049], [0, 0.01]],
  ] as const)('%d in %j', (value, range, ends) => expect(rulerAround(value, range)).toEqual(ends));
  it('is a scale even for nothing', () => expect(rulerAround(null, null)).toEqual([0, 1]));
});
