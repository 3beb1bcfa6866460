import { describe, expect, it } from 'vitest';
import { dayNumber } from '#renderer/ui/heat-map.ts';
import { beginOf, dayAt, dayBook, dayName, daysOf, sayDay, shortDays, timesOf, together } from './days.ts';

const thin = '\u2009';
const today = dayNumber('2026-11-25');
const day = dayNumber('2026-11-24');
const book = dayBook([
  { day: '2026-11-23', lines: 3, failed: 0, slow: 0 },
  { day: '2026-11-24', lines: 18_402, failed: 7, slow: 31 },
]);

describe('a day and the filter', () => {
  it('becomes the time from its beginning to that of the next, and is known again', () => {
    const times = timesOf({ from: day, to: day });
    expect(times).toEqual({
      from: new Date(2026, 10, 24).getTime(),
      to: new Date(2026, 10, 25).getTime(),
    });
    expect(daysOf(times)).toEqual({ from: day, to: day });
    expect(dayAt(beginOf(day) + 86_399_999)).toBe(day);
  });
  it('is not known where the time does not begin and end with days', () => {
    const { from, to } = timesOf({ from: day, to: day + 2 });
    expect(daysOf({ from, to })).toEqual({ from: day, to: day + 2 });
    expect(daysOf({ from: from! + 1, to })).toBeNull();
    expect(daysOf({ from, to: to! - 1 })).toBeNull();
    expect(daysOf({ from, to: null })).toBeNull();
    expect(daysOf({ from: to, to: from })).toBeNull();
  });
});

describe('the figures', () => {
  it('are those of the day, or of all days together', () => {
    expect(book.of(day)).toMatchObject({ lines: 18_402, failed: 7, slow: 31 });
    expect(book.of(today)).toEqual({ lines: 0, failed: 0, slow: 0 });
    expect(together(book, { from: day - 3, to: today })).toEqual({ lines: 18_405, failed: 7, slow: 31 });
  });
  it('give each day its lightness and its corner', () => {
    expect([book.heat(day), book.heat(day - 1), book.heat(today)]).toEqual([
      { level: 4, marked: true },
      { level: 1, marked: false },
      { level: 0, marked: false },
    ]);
  });
  it('are said in words', () => {
    expect(sayDay(book, day, today)).toBe(`Tuesday 24 November: 18${thin}402 rows, 7 failed, 31 slow`);
    expect(sayDay(book, today, today)).toBe('Wednesday 25 November: nothing');
    expect(dayName(dayNumber('2025-11-24'), today)).toBe('Monday 24 November 2025');
    expect(shortDays({ from: day, to: day }, today)).toBe('24 Nov');
    expect(shortDays({ from: day - 1, to: day }, today)).toBe('23 to 24 Nov');
    expect(shortDays({ from: dayNumber('2025-12-30'), to: dayNumber('2026-01-02') }, today)).toBe(
      '30 Dec 2025 to 2 Jan',
    );
  });
});
