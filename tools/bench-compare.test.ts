import { describe, expect, test } from 'vitest';
import type { BenchRow } from '../bench/result.ts';
import { becameSlower, type BenchFile, compareBenches, comparisonLines } from './bench-compare.ts';

const machine = {
  cpu: 'A CPU',
  cores: 2,
  memoryGb: 8,
  platform: 'linux x64',
  kernel: '6.1',
  node: 'v24.0.0',
  sqlite: '3.50.0',
};
const file = (rows: readonly BenchRow[], more: Partial<BenchFile> = {}): BenchFile => ({
  at: '2026-01-01T00:00:00Z',
  machine,
  scale: null,
  results: [{ name: 'a bench', rows }],
  ...more,
});
/** Rounds about a value, the same in every run. */
const about = (value: number, seed = 1, count = 12): number[] => {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return value * (0.97 + (0.06 * state) / 2 ** 32);
  });
};
const row = (what: string, unit: string, value: number, samples?: number[]): BenchRow => ({
  what,
  unit,
  value,
  goal: '',
  ok: true,
  ...(samples !== undefined && { samples }),
});
const compare = (old: BenchRow, now: BenchRow) => compareBenches(file([old]), file([now])).figures[0]!;

describe('two runs', () => {
  test('twice the time is slower, and so is half the rate', () => {
    const time = compare(row('a', 'ms', 10, about(10)), row('a', 'ms', 20, about(20, 2)));
    expect(time.verdict).toBe('slower');
    expect(time.ratio).toBeCloseTo(2, 0);
    const rate = compare(row('a', 'calls/s', 100, about(100)), row('a', 'calls/s', 50, about(50, 2)));
    expect(rate.verdict).toBe('slower');
    expect(rate.ratio).toBeCloseTo(2, 0);
  });
  test.each([
    ['ns', 20, 40],
    ['calls/s', 2_000_000_000, 1_000_000_000],
    ['rows/s', 60_000, 30_000],
    ['s', 3000, 6000],
  ])('also of what is very quick, or very slow: %s', (unit, then, now) => {
    const figure = compare(row('a', unit, then, about(then)), row('a', unit, now, about(now, 2)));
    expect(figure.verdict).toBe('slower');
    expect(figure.ratio).toBeCloseTo(2, 0);
  });
  test('half the time is faster; the same again is no difference shown', () => {
    expect(compare(row('a', 'ms', 10, about(10)), row('a', 'ms', 5, about(5, 2))).verdict).toBe('faster');
    expect(compare(row('a', 'ms', 10, about(10)), row('a', 'ms', 10, about(10, 2))).verdict).toBe(
      'no difference shown',
    );
  });
  test('without rounds, with too few, and of what is no time and no rate, nothing is said', () => {
    expect(compare(row('a', 'ms', 10), row('a', 'ms', 30))).toMatchObject({
      verdict: 'not tested',
      ratio: 3,
    });
    const few = (value: number) => row('a', 'ms', value, about(value, 1, 9));
    expect(compare(few(10), few(30)).verdict).toBe('not tested');
    const share = (value: number) => row('a', 'x', value, about(value));
    expect(compare(share(1), share(3)).verdict).toBe('not tested');
  });
  test('only what was shown to be slower fails a run', () => {
    const slow = compareBenches(file([row('a', 'ms', 1, about(1))]), file([row('a', 'ms', 2, about(2))]));
    expect(becameSlower(slow)).toBe(true);
    const untested = compareBenches(file([row('a', 'ms', 1)]), file([row('a', 'ms', 9)]));
    expect(becameSlower(untested)).toBe(false);
    expect(comparisonLines(untested).join('\n')).toContain('not tested');
  });
  test('rows of one alone are named, and another machine or scale is a doubt', () => {
    const found = compareBenches(
      file([row('gone', 'ms', 1), row('both', 'ms', 1)]),
      file([row('both', 'ms', 1), row('new', 'ms', 1)], { machine: { ...machine, cores: 4 }, scale: '1' }),
    );
    expect(found.onlyOld).toEqual(['a bench: gone']);
    expect(found.onlyNew).toEqual(['a bench: new']);
    expect(found.figures.map(({ what }) => what)).toEqual(['both']);
    expect(found.doubts).toEqual(['cores: 2 then, 4 now', 'LABLINK_BENCH_SCALE: not set then, 1 now']);
  });
});
