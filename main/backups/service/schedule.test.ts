import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BackupSchedule } from '#shared/contract/backups.ts';
import { dueBetween, dueNow, nextRuns, oldAfter } from './schedule.ts';

const at = (text: string): number => new Date(text).getTime();
const weekdays: BackupSchedule = { times: ['12:30', '18:00'], days: [1, 2, 3, 4, 5], atShutdown: false };
const hour = 3_600_000;

/** A place whose clock is changed twice a year. */
const before = process.env['TZ'];
beforeEach(() => {
  process.env['TZ'] = 'Europe/Berlin';
});
afterEach(() => {
  if (before === undefined) delete process.env['TZ'];
  else process.env['TZ'] = before;
});

test('the next runs are those of the schedule, over a weekend', () => {
  // A Friday.
  expect(nextRuns(weekdays, at('2026-11-27T13:00:00'), 3)).toEqual([
    at('2026-11-27T18:00:00'),
    at('2026-11-30T12:30:00'),
    at('2026-11-30T18:00:00'),
  ]);
  expect(nextRuns({ ...weekdays, times: [] }, at('2026-11-27T13:00:00'), 3)).toEqual([]);
  expect(nextRuns({ ...weekdays, days: [] }, at('2026-11-27T13:00:00'), 3)).toEqual([]);
  // The only run of the week is over for today.
  expect(nextRuns({ times: ['10:00'], days: [5], atShutdown: false }, at('2026-11-27T13:00:00'), 2)).toEqual([
    at('2026-12-04T10:00:00'),
    at('2026-12-11T10:00:00'),
  ]);
});

test('a run is due once; several that were missed are caught up by one', () => {
  const tuesday = at('2026-11-24T12:30:20');
  const first = dueNow(weekdays, at('2026-11-24T12:29:50'), tuesday);
  expect(first).toEqual({ run: 'schedule', lookedTo: tuesday });
  expect(dueNow(weekdays, first.lookedTo, tuesday + 20_000).run).toBeNull();
  const wednesday = at('2026-11-25T09:00:00');
  const late = dueNow(weekdays, tuesday - 3 * 24 * hour, wednesday);
  expect(late).toEqual({ run: 'caught-up', lookedTo: wednesday });
  expect(dueNow(weekdays, late.lookedTo, wednesday + 60_000).run).toBeNull();
});

test('a clock set back runs nothing twice; one that had been years ahead does not stop the backups', () => {
  const after = at('2026-11-24T12:30:20');
  for (const back of [60_000, hour, 23 * hour])
    expect(dueNow(weekdays, after, after - back)).toEqual({ run: null, lookedTo: after });
  expect(dueNow(weekdays, after, after + 6 * hour).run).toBe('caught-up');
  const wrong = at('2031-01-01T00:00:00');
  const reset = dueNow(weekdays, wrong, after);
  expect(reset).toEqual({ run: null, lookedTo: after });
  expect(dueNow(weekdays, reset.lookedTo, at('2026-11-24T18:00:10')).run).toBe('schedule');
});

test('over a year with every change of the clock, looked at at any pace, each day has each of its runs once', () => {
  const times = fc.uniqueArray(fc.integer({ min: 0, max: 1439 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(
      times,
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 5, maxLength: 40 }),
      (minutes, paces) => {
        const schedule: BackupSchedule = {
          times: minutes.map(
            (each) =>
              `${String(Math.floor(each / 60)).padStart(2, '0')}:${String(each % 60).padStart(2, '0')}`,
          ),
          days: [0, 1, 2, 3, 4, 5, 6],
          atShutdown: false,
        };
        const start = at('2026-03-01T00:00:00');
        const end = at('2026-11-15T00:00:00');
        let [now, lookedTo, seen] = [start, start, 0];
        for (let index = 0; now < end; index++) {
          const next = Math.min(end, now + paces[index % paces.length]! * hour);
          seen += dueBetween(schedule, lookedTo, next, 1000).length;
          lookedTo = dueNow(schedule, lookedTo, next).lookedTo;
          now = next;
        }
        expect(seen).toBe(dueBetween(schedule, start, end, 10_000).length);
        const days = Math.round((end - start) / (24 * hour));
        expect(Math.abs(seen - days * schedule.times.length)).toBeLessThanOrEqual(schedule.times.length + 1);
      },
    ),
    { numRuns: 60 },
  );
});

test('a backup is old after twice the longest pause of the schedule', () => {
  const monday = at('2026-11-23T08:00:00');
  // From Friday evening to Monday noon.
  expect(oldAfter(weekdays, monday)).toBe(2 * (66.5 * hour));
  expect(oldAfter({ ...weekdays, times: [] }, monday)).toBe(8 * 24 * hour);
});
