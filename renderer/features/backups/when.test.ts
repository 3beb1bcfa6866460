import { expect, it } from 'vitest';
import { ageWords, agoWords, nearWords, shortDay } from './when.ts';

// Wednesday.
const now = new Date(2026, 10, 25, 14, 32).getTime();
const at = (day: number, hour: number, minute = 0): number => new Date(2026, 10, day, hour, minute).getTime();

it('says an age in one unit, rounded down, and never one of the future', () => {
  expect(ageWords(59_999)).toBe('0 min');
  expect(ageWords(119 * 60_000)).toBe('1 h');
  expect(ageWords(47 * 3_600_000)).toBe('1 day');
  expect(ageWords(6.9 * 86_400_000)).toBe('6 days');
  expect(agoWords(now + 5000, now)).toBe('just now');
  expect(agoWords(at(25, 12, 30), now)).toBe('2 h ago');
});

it('is as exact as it is near, and counts days by the calendar', () => {
  expect(nearWords(at(25, 0, 1), now)).toBe('today 00:01');
  expect(nearWords(at(24, 23, 59), now)).toBe('yesterday 23:59');
  expect(nearWords(at(26, 0), now)).toBe('tomorrow 00:00');
  expect(nearWords(at(23, 18), now)).toBe('Mon 18:00');
  expect(nearWords(at(18, 23), now)).toBe('18 Nov');
  expect(nearWords(new Date(2025, 10, 25, 14).getTime(), now)).toBe('25 Nov 2025');
});

it('reads a day as the console writes it', () => {
  expect(shortDay('2026-11-09')).toBe('9 Nov');
});
