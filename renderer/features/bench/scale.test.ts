import { describe, expect, it } from 'vitest';
import { rulerEnd } from './scale.ts';

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
