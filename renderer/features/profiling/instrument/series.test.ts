import { describe, expect, it } from 'vitest';
import { drawSeries, type Line, seriesMs } from './series.ts';

const now = 1_700_000_000_000;
const line = (...points: readonly (readonly [ago: number, value: number | null])[]): Line => ({
  id: 'wireP95',
  label: 'Wire p95',
  points: points.map(([ago, value]) => ({ at: now - ago * 1000, value })),
});

describe('lines over ten minutes', () => {
  it('go from the left edge, ten minutes ago, to the right one, which is now', () => {
    const { axis, lines } = drawSeries([line([600, 1], [590, 10], [10, 10], [0, 1])], now, 600, 100);
    expect(axis).toEqual({ from: 1, to: 10 });
    expect(lines[0]?.path).toBe('M0.0 100.0L10.0 0.0M590.0 0.0L600.0 100.0');
    expect(lines[0]?.end).toEqual({ y: 100, value: 1 });
  });
  it('are broken where nothing was measured, and show a point that stands alone', () => {
    const { lines } = drawSeries([line([300, 2], [290, null], [280, 3])], now, 600, 100);
    expect(lines[0]?.path.match(/M/gu)).toHaveLength(2);
    expect(lines[0]?.path).toContain('h2');
  });
  it('leave out what is older, and what is not above 0', () => {
    const { lines, axis } = drawSeries([line([seriesMs / 1000 + 1, 5], [20, 0])], now, 600, 100);
    expect(lines[0]).toMatchObject({ path: '', end: null });
    expect(axis).toEqual({ from: 0.1, to: 100 });
  });
  it('share one axis', () => {
    const { axis } = drawSeries([line([10, 0.02]), line([10, 40])], now, 600, 100);
    expect(axis).toEqual({ from: 0.02, to: 50 });
  });
});
