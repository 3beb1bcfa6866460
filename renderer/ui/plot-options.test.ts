import { describe, expect, it } from 'vitest';
import { axisRange, plotOptions, sayAgo } from './plot-options.ts';

describe('axisRange', () => {
  it('gives air above and below', () => {
    const [low, high] = axisRange(1, 2, 0.01);
    expect(low).toBeLessThan(1);
    expect(high).toBeGreaterThan(2);
  });
  it('does not blow noise up to the height of the plot', () => {
    const [low, high] = axisRange(3.2999, 3.3001, 0.02);
    expect(high - low).toBeCloseTo(0.02, 9);
  });
  it('does not go below zero where nothing did', () => expect(axisRange(0, 0, 0.1)).toEqual([0, 0.1]));
  it('does where something did', () => expect(axisRange(-1, 1, 0.1)[0]).toBeLessThan(-1));
  it('survives nothing to show', () => expect(axisRange(null, null, 0.1)).toEqual([0, 0.1]));
});

describe('sayAgo', () => {
  it.each([
    [0, 'now'],
    [60, '−1:00'],
    [245.2, '−4:05'],
    [3600, '−60:00'],
  ])('%d', (seconds, text) => expect(sayAgo(seconds)).toBe(text));
});

it('a guide is drawn otherwise than what is measured', () => {
  const look = { token: (name: string) => name, unit: 'V', least: 0.1, times: false };
  const lines = [{ channel: null }, { channel: null, guide: true }];
  const [, measured, guide] = plotOptions(lines, look, { width: 100, height: 100 }).series;
  expect(measured).toMatchObject({ stroke: '--ink', width: 1.5, dash: [] });
  expect(guide).toMatchObject({ stroke: '--ink-3', width: 1, dash: [4, 4] });
});
