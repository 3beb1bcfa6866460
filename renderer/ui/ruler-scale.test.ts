import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rulerPart, rulerScale } from './ruler-scale.ts';

describe('rulerScale', () => {
  it.each([
    [6, 1],
    [25, 5],
    [1, 0.2],
    [5, 1],
    [30, 5],
    [100, 20],
    [3.2, 0.5],
  ])('a span of %d has a long tick each %d', (span, major) =>
    expect(rulerScale(0, span).major).toBeCloseTo(major, 12),
  );

  it('has a bearable count of ticks for any span', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (span) => {
        const scale = rulerScale(0, span);
        const ticks = span / scale.major;
        expect(ticks).toBeGreaterThanOrEqual(3.999);
        expect(ticks).toBeLessThanOrEqual(10.001);
      }),
    );
  });

  it('survives a span of nothing', () => expect(rulerPart(rulerScale(0, 0), 0.5)).toBe(0.5));
});

describe('rulerPart', () => {
  const scale = rulerScale(0, 6);
  it.each([
    [3, 0.5],
    [-1, 0],
    [7, 1],
    [null, null],
    [Number.NaN, null],
  ])('%s', (value, part) => expect(rulerPart(scale, value)).toBe(part));
});
