import { describe, expect, it } from 'vitest';
import { span } from '#renderer/features/profiling/profiling.fixture.ts';
import { filterSpans, firstWay, nextSort, shareOf, sortSpans, spanTitle, steadyOrder } from './order.ts';

const slow = span('exchange', 'MEAS:TEMP?', {
  instrument: 'Thermologger',
  p99: 412,
  totalMs: 500,
  verdict: 'slower',
});
const quick = span('exchange', 'READ?', { instrument: 'Multimeter', p99: 31, totalMs: 900, verdict: 'same' });
const append = span('history', 'append', { p99: 6.4, totalMs: 20, verdict: 'faster' });
const never = span('backup', 'snapshot', { p99: null, totalMs: 0 });
const rows = [never, append, quick, slow];
const names = (sorted: readonly (typeof slow)[]): string[] => sorted.map(({ key }) => key.name);

describe('sorting', () => {
  it('goes by the column, the most first', () => {
    expect(names(sortSpans(rows, firstWay('p99')))).toEqual(['MEAS:TEMP?', 'READ?', 'append', 'snapshot']);
    expect(names(sortSpans(rows, firstWay('share')))).toEqual(['READ?', 'MEAS:TEMP?', 'append', 'snapshot']);
    expect(names(sortSpans(rows, firstWay('verdict')))[0]).toBe('MEAS:TEMP?');
  });
  it('leaves what has no number at the end, either way', () => {
    expect(names(sortSpans(rows, { column: 'p99', down: false }))).toEqual([
      'append',
      'READ?',
      'MEAS:TEMP?',
      'snapshot',
    ]);
  });
  it('begins words at A, and turns round when it is pressed again', () => {
    expect(names(sortSpans(rows, firstWay('name')))).toEqual(['append', 'READ?', 'snapshot', 'MEAS:TEMP?']);
    expect(nextSort(firstWay('p95'), 'p95')).toEqual({ column: 'p95', down: false });
    expect(nextSort(firstWay('p95'), 'kind')).toEqual({ column: 'kind', down: false });
  });
  it('calls a row by its instrument', () => {
    expect(spanTitle(slow)).toBe('Thermologger MEAS:TEMP?');
    expect(spanTitle(append)).toBe('append');
  });
});

describe('the filter', () => {
  it('wants every word, wherever it is', () => {
    expect(names(filterSpans(rows, 'exch temp'))).toEqual(['MEAS:TEMP?']);
    expect(names(filterSpans(rows, 'THERMO'))).toEqual(['MEAS:TEMP?']);
    expect(names(filterSpans(rows, 'faster'))).toEqual(['append']);
    expect(names(filterSpans(rows, 'same'))).toEqual(['READ?']);
    expect(names(filterSpans(rows, 'no difference'))).toEqual(['READ?']);
    expect(filterSpans(rows, ' ')).toBe(rows);
    expect(filterSpans(rows, 'none')).toEqual([]);
  });
});

describe('the order on the screen', () => {
  const sort = firstWay('share');
  const order = steadyOrder([], rows, sort, true);
  it('stays while numbers change', () => {
    const later = [{ ...slow, totalMs: 5000 }, quick, append, never];
    expect(steadyOrder(order, later, sort, false)).toEqual(order);
    expect(steadyOrder(order, later, sort, true)[0]).toContain('MEAS:TEMP?');
  });
  it('loses what is gone, and takes what is new at the end', () => {
    const fresh = span('bridge', 'history.totals', { totalMs: 9999 });
    const next = steadyOrder(order, [slow, append, fresh], sort, false);
    expect(next.map((id) => id.split(' ').at(-1))).toEqual(['MEAS:TEMP?', 'append', 'history.totals']);
  });
});

it('takes the share of time from the rate: 10 a second, 5 ms each, are a twentieth', () => {
  expect(shareOf({ count: 600, rate: 10, totalMs: 3000 })).toBeCloseTo(0.05);
  expect(shareOf({ count: 4, rate: 200, totalMs: 40 })).toBeCloseTo(2);
  expect(shareOf({ count: 0, rate: 0, totalMs: 0 })).toBe(0);
});
