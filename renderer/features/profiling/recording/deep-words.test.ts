import { expect, test } from 'vitest';
import { costText, deepSince, deepTerms, recordText } from './deep-words.ts';

const state = { on: true, since: null, by: null, keeps: 500, cost: 0.06 };

test('the cost is said in whole percent, and a small one is not said to be none', () => {
  expect(costText(0.06)).toBe('about 6 %');
  expect(costText(0.005)).toBe('about 1 %');
  expect(costText(0.0049)).toBe('less than 1 %');
  expect(deepTerms(state)).toBe(
    'Keeps the last 500 traces of people and of the console. Costs about 6 % of the exchange rate.',
  );
});

test('since when and by whom, as far as it is known', () => {
  const at = new Date(2026, 10, 24, 14, 32, 7).getTime();
  const now = at + 60_000;
  expect(deepSince({ ...state, on: false, since: at, by: 'tech-02' }, now)).toBeNull();
  expect(deepSince(state, now)).toBe('On');
  expect(deepSince({ ...state, since: at, by: 'tech-02' }, now)).toBe('On since 14:32:07, by tech-02');
  expect(deepSince({ ...state, since: at, by: 'LABLINK_PROFILING' }, now)).toBe(
    'On since 14:32:07, by LABLINK_PROFILING at the start',
  );
  expect(deepSince({ ...state, since: at, by: 'tech-02' }, now + 24 * 3_600_000)).toBe(
    'On since 2026-11-24 14:32:07, by tech-02',
  );
});

test('the button says what it records', () => {
  expect(recordText({ kind: 'cpu', seconds: 10, threads: [] })).toBe('Record CPU 10 s');
  expect(recordText({ kind: 'heap', seconds: 30, threads: ['writer'] })).toBe('Record heap 30 s, writer');
  expect(recordText({ kind: 'cpu', seconds: 5, threads: ['main', 'writer'] })).toBe(
    'Record CPU 5 s, 2 threads',
  );
});
