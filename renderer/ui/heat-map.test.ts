import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayNumber, dayOf, firstMonday, heatLevel, monthLabels, moveDay, weekday } from './heat-map.ts';

const day = dayNumber('2026-11-24');

describe('the calendar', () => {
  it('counts days, whatever the clock does to them', () => {
    expect(dayNumber('1970-01-01')).toBe(0);
    expect(dayOf(dayNumber('2024-02-29') + 1)).toBe('2024-03-01');
    fc.assert(fc.property(fc.integer({ min: 0, max: 40_000 }), (n) => dayNumber(dayOf(n)) === n));
  });
  it('begins its weeks on Monday', () => {
    expect([weekday(day), weekday(dayNumber('2026-11-22'))]).toEqual([1, 6]);
    expect(dayOf(firstMonday(day, 1))).toBe('2026-11-23');
    expect(dayOf(firstMonday(day, 53))).toBe('2025-11-24');
  });
  it('goes by days and weeks, and stays inside', () => {
    const first = firstMonday(day, 53);
    const at = (key: string, from = day): string | null => {
      const to = moveDay(key, from, first, day);
      return to === null ? null : dayOf(to);
    };
    expect(at('ArrowUp')).toBe('2026-11-23');
    expect(at('ArrowLeft')).toBe('2026-11-17');
    expect(at('ArrowRight')).toBe('2026-11-24');
    expect(at('Home')).toBe('2025-11-24');
    expect(at('ArrowLeft', first + 2)).toBe('2025-11-26');
    expect(at('PageUp')).toBe('2026-10-27');
    expect(at('e')).toBeNull();
  });
  it('writes a month over its first whole week, and none over another', () => {
    const labels = monthLabels(firstMonday(day, 53), 53);
    expect(labels.map(({ text }) => text)).toEqual([
      'Dec',
      'Jan',
      'Feb',
      'Mar',
      'Apr',
      'May',
      'Jun',
      'Jul',
      'Aug',
      'Sep',
      'Oct',
      'Nov',
    ]);
    for (let at = 1; at < labels.length; at++)
      expect(labels[at]!.week - labels[at - 1]!.week).toBeGreaterThanOrEqual(3);
  });
});

describe('the lightness of a day', () => {
  it('is none for nothing, most for the most, and never falls with the count', () => {
    expect([heatLevel(0, 10), heatLevel(10, 10), heatLevel(1, 1), heatLevel(1, 1e6)]).toEqual([0, 4, 4, 1]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }), (one, two) => {
        const [less, more] = [Math.min(one, two), Math.max(one, two)];
        expect(heatLevel(less, 1e6)).toBeLessThanOrEqual(heatLevel(more, 1e6));
      }),
    );
  });
});
