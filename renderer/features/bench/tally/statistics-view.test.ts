import { describe, expect, it } from 'vitest';
import type { Statistics } from '#shared/contract/tally.ts';
import { statisticsOf, statisticViews } from './statistics-view.ts';

const statistics: Statistics = {
  quantity: 'voltage',
  since: 0,
  count: 3,
  overloads: 0,
  newest: 0.005,
  min: 0.0049999,
  max: 0.0050001,
  mean: 0.005,
  deviation: 1.234e-7,
  histogram: null,
};
const view = { power: -3, unit: 'mV', decimals: 4 };

describe('the statistics of a reading', () => {
  it('have its unit and its digits, and the deviation its own', () => {
    expect(statisticViews('voltage', statistics, view)).toEqual([
      { name: 'Min', value: 4.9999, unit: 'mV', decimals: 4 },
      { name: 'Mean', value: 5, unit: 'mV', decimals: 4 },
      { name: 'Max', value: 5.0001, unit: 'mV', decimals: 4 },
      { name: '\u03c3', value: 123.4, unit: 'nV', decimals: 0 },
    ]);
  });
  it.each([
    [0.00123, 1.23, 'mV', 2],
    [0.0123, 12.3, 'mV', 1],
    [0.00096, 960, 'µV', 0],
    [12, 12, 'V', 1],
    [2500, 2.5, 'kV', 2],
    [0, 0, 'mV', 2],
  ])('say a deviation of %d with three digits', (deviation, value, unit, decimals) => {
    expect(statisticViews('voltage', { ...statistics, deviation }, view)[3]).toEqual({
      name: '\u03c3',
      value,
      unit,
      decimals,
    });
  });
  it('are unknown before there are any, each at its place', () => {
    for (const none of [null, { ...statistics, min: null, mean: null, max: null, deviation: null }])
      expect(statisticViews('voltage', none, view).map(({ value, unit }) => [value, unit])).toEqual(
        Array.from({ length: 4 }, () => [null, 'mV']),
      );
  });
  it('are found by their quantity', () => {
    const tally = { counters: null, statistics: [statistics] };
    expect(statisticsOf(tally, 'voltage')).toBe(statistics);
    expect(statisticsOf(tally, 'resistance')).toBeNull();
    expect(statisticsOf(tally, null), 'while nothing is read').toBe(statistics);
    expect(statisticsOf(null, 'voltage')).toBeNull();
  });
});
