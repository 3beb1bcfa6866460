import { describe, expect, it } from 'vitest';
import { BackupKeeping, BackupSchedule } from '#shared/contract/backups.ts';
import { keepingKinds, keepingLimits, readKeeping, readTimes, scheduleWords } from './schedule-words.ts';

describe('the schedule in words', () => {
  it.each([
    [
      { times: ['18:00', '12:30'], days: [1, 2, 3, 4, 5], atShutdown: true },
      'weekdays 12:30 and 18:00, and at shutdown',
    ],
    [{ times: ['02:00'], days: [0, 1, 2, 3, 4, 5, 6], atShutdown: false }, 'every day 02:00'],
    [{ times: ['02:00'], days: [0, 6], atShutdown: false }, 'Sat, Sun 02:00'],
    [{ times: [], days: [1], atShutdown: true }, 'at shutdown'],
    [{ times: ['02:00'], days: [], atShutdown: false }, 'only when somebody asks for it'],
  ])('%j', (schedule, words) => {
    expect(scheduleWords(schedule)).toBe(words);
  });
});

describe('the fields', () => {
  it('reads times as they are typed, each once, in their order', () => {
    expect(readTimes('18:00, 9.30  0930')).toEqual(['09:30', '18:00']);
    expect(readTimes(' ')).toEqual([]);
    for (const wrong of ['24:00', '12:60', 'noon', '1', '12:3', '12:30 x'])
      expect(readTimes(wrong)).toBeNull();
    const times = [...readTimes('0:00 23:59')!];
    expect(BackupSchedule.parse({ times, days: [], atShutdown: false }).times).toEqual(['00:00', '23:59']);
  });
  it('names the number that is none, and has the limits of the contract', () => {
    const text = { daily: '14', weekly: '8', monthly: '12', yearly: '0' };
    expect(readKeeping(text)).toEqual({ keeping: { daily: 14, weekly: 8, monthly: 12, yearly: 0 } });
    for (const wrong of ['', '-1', '1.5', '9999', 'x'])
      expect(readKeeping({ ...text, monthly: wrong })).toEqual({ wrong: 'monthly' });
    expect(readKeeping({ ...text, daily: '0' })).toEqual({ wrong: 'daily' });
    const base = { daily: 1, weekly: 0, monthly: 0, yearly: 0 };
    for (const kind of keepingKinds) {
      const [least, most] = keepingLimits[kind];
      const fits = (value: number): boolean => BackupKeeping.safeParse({ ...base, [kind]: value }).success;
      expect([fits(least - 1), fits(least), fits(most), fits(most + 1)]).toEqual([false, true, true, false]);
    }
  });
});
