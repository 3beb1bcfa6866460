import { expect, it } from 'vitest';
import { dayCells, stripWords } from './days.ts';

const days = [
  { day: '2026-11-14', made: 0, failed: 0 },
  { day: '2026-11-15', made: 1, failed: 0 },
  { day: '2026-11-16', made: 0, failed: 1 },
  { day: '2026-11-17', made: 2, failed: 1 },
  { day: '2026-11-18', made: 2, failed: 0 },
  { day: '2026-11-19', made: 1, failed: 0 },
];

it('tells a gap from a failure, and a failure that was made good from one that was not', () => {
  expect(dayCells(days).map(({ kind }) => kind)).toEqual([
    'none',
    'made',
    'failed',
    'mended',
    'made',
    'made',
  ]);
  expect(dayCells(days).map(({ number }) => number)).toEqual([null, null, null, 2, 2, null]);
});

it('names Mondays and today, and reads every day out', () => {
  expect(dayCells(days).map(({ label }) => label)).toEqual([null, null, '16 Nov', null, null, 'today']);
  expect(dayCells(days)[2]?.words).toBe('16 Nov: 1 failed');
  expect(dayCells(days)[3]?.words).toBe('17 Nov: 2 backups, 1 failed');
  expect(dayCells(days).at(-1)?.words).toBe('today: 1 backup');
  expect(dayCells([{ day: '2026-11-16', made: 0, failed: 0 }, ...days.slice(-1)])[0]?.label).toBeNull();
});

it('sums the strip up without counting a day twice', () => {
  expect(stripWords(days)).toBe('4 of the last 6 days have a backup; on 1 day it failed.');
});
