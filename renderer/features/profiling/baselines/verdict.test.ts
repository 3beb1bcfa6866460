import { expect, it } from 'vitest';
import type { Verdict } from '#shared/contract/profiling.ts';
import { byGravity, countWords, deciding, intervalText, ratioText, ratioWords } from './verdict.ts';

const row = (name: string, verdict: Verdict, middle: number) => {
  const ratio = { ratio: middle, low: middle * 0.9, high: middle * 1.1, verdict };
  return { name, verdict, median: ratio, p95: { ...ratio, ratio: 1 } };
};

it('puts what weighs most first', () => {
  const rows = [
    row('a', 'same', 1.01),
    row('b', 'slower', 1.3),
    row('c', 'none', 9),
    row('d', 'faster', 0.2),
    row('e', 'slower', 2.2),
    row('f', 'slower', 0.1),
  ];
  expect(byGravity(rows).map(({ name }) => name)).toEqual(['f', 'e', 'b', 'd', 'a', 'c']);
});

it('counts verdicts in words', () => {
  expect(countWords([row('a', 'same', 1), row('b', 'slower', 2), row('c', 'same', 1)])).toBe(
    '1 slower, 2 no difference shown',
  );
  expect(countWords([])).toBe('');
});

it('never says a ratio without its interval', () => {
  expect(ratioWords({ ratio: 2.314, low: 2.1, high: 2.55, verdict: 'slower' })).toBe(
    '2.31 times, between 2.10 and 2.55',
  );
  const little = { ratio: 2.314, low: 0, high: 1e6, verdict: 'none' } as const;
  expect(ratioWords(little)).toBe('2.31 times; too little measured for an interval');
  expect(intervalText(little)).toBe('–');
  expect(intervalText({ ...little, low: 2.1, high: 2.55, verdict: 'slower' })).toBe('2.10 to 2.55');
  expect([1.004, 9.996, 24.44, Number.POSITIVE_INFINITY].map(ratioText)).toEqual([
    '1.00',
    '10.0',
    '24.4',
    '–',
  ]);
  expect(intervalText({ ...little, low: 0, high: 1e6, verdict: 'same' })).toBe('<0.01 to >100');
});

it('shows the measure that decides', () => {
  const of = (ratio: number, verdict: Verdict) => ({ ratio, low: ratio * 0.9, high: ratio * 1.1, verdict });
  const decide = (verdict: Verdict, median: ReturnType<typeof of>, p95: ReturnType<typeof of>): string =>
    deciding({ verdict, median, p95 });
  expect(decide('slower', of(1, 'same'), of(2, 'slower'))).toBe('p95');
  expect(decide('slower', of(1.3, 'slower'), of(1.1, 'same'))).toBe('median');
  expect(decide('slower', of(3, 'slower'), of(2, 'slower'))).toBe('median');
  expect(decide('faster', of(0.8, 'faster'), of(0.5, 'faster'))).toBe('p95');
  expect(decide('same', of(1, 'same'), of(1, 'none'))).toBe('median');
  expect(decide('same', of(1.1, 'same'), of(1, 'same'))).toBe('p95');
});
