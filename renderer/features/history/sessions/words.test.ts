import { expect, it } from 'vitest';
import type { WorkSession } from '#shared/contract/history.ts';
import { fewNames, pick, sessionLength, sessionTimes } from './words.ts';

const now = new Date(2026, 10, 25, 12).getTime();
const at = (day: number, hour: number, minute: number): number =>
  new Date(2026, 10, day, hour, minute).getTime();
const session = (id: number): WorkSession => ({
  id,
  last: id + 10,
  from: 0,
  to: 1,
  lines: 3,
  failed: 0,
  operators: [],
  instruments: [],
});

it('says when a session was, and both days over midnight', () => {
  expect(sessionTimes({ from: at(24, 14, 5), to: at(24, 15, 22) }, now)).toBe('24 Nov, 14:05 to 15:22');
  expect(sessionTimes({ from: at(24, 23, 50), to: at(25, 0, 10) }, now)).toBe(
    '24 Nov, 23:50 to 25 Nov, 00:10',
  );
  expect(sessionLength({ from: at(24, 14, 5), to: at(24, 15, 22) })).toBe('1 h 17 min');
  expect(sessionLength({ from: 5, to: 5 })).toBe('under 1 s');
});

it('names a few, and counts the rest', () => {
  expect(fewNames(['a', 'b', 'c'], 2)).toBe('a, b and 1 more');
  expect(fewNames(['a'], 2)).toBe('a');
});

it('keeps the two that were picked last, and gives one back', () => {
  const ids = (picked: readonly WorkSession[]): number[] => picked.map(({ id }) => id);
  const two = pick(pick([], session(1)), session(2));
  expect(ids(two)).toEqual([1, 2]);
  expect(ids(pick(two, session(3)))).toEqual([2, 3]);
  expect(ids(pick(two, session(1)))).toEqual([2]);
});
