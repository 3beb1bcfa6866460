import { expect, it } from 'vitest';
import { baseline } from '#renderer/features/profiling/profiling.fixture.ts';
import type { Comparison } from '#shared/contract/baselines.ts';
import { comparisonText } from './comparison-text.ts';

const ratio = { ratio: 2, low: 1.8, high: 2.3, verdict: 'slower' } as const;
const comparison: Comparison = {
  old: baseline('a', 'first'),
  new: null,
  rows: [
    {
      name: 'Supply, "A"',
      oldMedian: 1,
      newMedian: 2,
      oldP95: 3,
      newP95: 6,
      median: ratio,
      p95: ratio,
      verdict: 'slower',
    },
    {
      name: '=SUM(A1)',
      oldMedian: 1,
      newMedian: 2,
      oldP95: 3,
      newP95: 6,
      median: ratio,
      p95: ratio,
      verdict: 'slower',
    },
  ],
  onlyOld: [],
  onlyNew: [],
  bands: { median: 1.1, p95: 1.25 },
  test: 'The test\nin words.',
  doubts: ['Another machine.'],
};

it('is a table with what it is about', () => {
  const lines = comparisonText(comparison).split('\r\n');
  expect(lines.slice(0, 4)).toEqual([
    '# before: first (2023-11-14T22:13:20.000Z)',
    '# now: the console as it is',
    '# test: The test in words.',
    '# doubt: Another machine.',
  ]);
  expect(lines[4]?.split(',')).toHaveLength(12);
  expect(lines[5]).toBe('"Supply, ""A""",1,2,2,1.8,2.3,3,6,2,1.8,2.3,slower');
});

it('hands no formula to a spreadsheet', () => {
  expect(comparisonText(comparison)).toContain("\r\n'=SUM(A1),1,");
});
