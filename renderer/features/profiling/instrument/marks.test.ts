import { describe, expect, it } from 'vitest';
import { markWidth, marksOf } from './marks.ts';

const axis = { from: 1, to: 1000 };

describe('the marks of a histogram', () => {
  it('stand at their percentiles', () => {
    const marks = marksOf(axis, { p50: 10, p95: 100, p99: 900 }, 300);
    expect(marks.map(({ x }) => Math.round(x))).toEqual([100, 200, 295]);
    expect(marks[0]?.label).toBeCloseTo(100);
  });
  it('have labels side by side where the lines touch, inside the drawing', () => {
    const marks = marksOf(axis, { p50: 890, p95: 900, p99: 905 }, 300);
    const labels = marks.map(({ label }) => label);
    expect(labels[1]! - labels[0]!).toBeGreaterThanOrEqual(markWidth - 1e-9);
    expect(labels[2]! - labels[1]!).toBeGreaterThanOrEqual(markWidth - 1e-9);
    expect(labels[2]).toBeLessThanOrEqual(300 - markWidth / 2 + 1e-9);
  });
  it('leave out what is not known', () => {
    expect(marksOf(axis, { p50: 5, p95: null, p99: null }, 300).map(({ name }) => name)).toEqual(['p50']);
  });
});
