import { describe, expect, it } from 'vitest';
import { trendLine } from './trend.ts';

describe('the line of the last ten minutes', () => {
  it('goes from its least at the bottom to its most at the top', () => {
    expect(trendLine([10, 40, 10], 100, 20)).toEqual({ path: 'M0.0 20.0L50.0 0.0L100.0 20.0', last: 10 });
  });
  it('is broken where nothing was measured', () => {
    expect(trendLine([10, 40, null, 10, 40], 100, 20).path).toBe('M0.0 20.0L25.0 0.0M75.0 20.0L100.0 0.0');
  });
  it('shows a point that stands alone', () => {
    expect(trendLine([null, null, 7, null, null], 100, 20)).toEqual({ path: 'M48.5 10.0h3', last: 7 });
    expect(trendLine([7], 100, 20).path).toBe('M0.0 10.0h3');
  });
  it('does not make news of noise', () => {
    const { path } = trendLine([100, 101, 100], 100, 20);
    const ys = [...path.matchAll(/ (\d+\.\d)/gu)].map((match) => Number(match[1]));
    expect(Math.max(...ys) - Math.min(...ys)).toBeLessThan(1);
    expect(trendLine([0, 0], 10, 20).path).toBe('M0.0 10.0L10.0 10.0');
  });
  it('is empty without a value', () => {
    expect(trendLine([null, null], 100, 20)).toEqual({ path: '', last: null });
  });
});
