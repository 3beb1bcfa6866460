import { describe, expect, it } from 'vitest';
import { rulerEnd } from './scale.ts';

describe('rulerEnd', () => {
  it('is the range without an envelope', () => expect(rulerEnd(60, null)).toBe(60));
  it('is a little beyond a narrow envelope', () => expect(rulerEnd(60, 5)).toBeCloseTo(5.6, 9));
  it('never exceeds the range', () => expect(rulerEnd(6, 5.9)).toBe(6));
});
