import type { BackupSchedule } from '#shared/contract/backups.ts';

/** What a console begins with: nothing runs before there are a key and a place. */
export const usualSchedule: BackupSchedule = { times: ['18:00'], days: [1, 2, 3, 4, 5], atShutdown: false };

const dayMs = 86_400_000;
/** A clock set back by less is waited for: nothing runs twice. By more, it had been wrong before. */
const setBackMs = dayMs;
/** What is later than this after its time was missed, and is caught up. */
const punctualMs = 120_000;

/** Times at which a run is due on the day of `at` (epoch ms), by this PC's clock. A time that the day leaves out moves on with the clock. */
function onDayOf(schedule: BackupSchedule, at: number): number[] {
  const day = new Date(at);
  if (!schedule.days.includes(day.getDay())) return [];
  return schedule.times.map((time) => {
    const [hours, minutes] = time.split(':').map(Number);
    return new Date(day.getFullYear(), day.getMonth(), day.getDate(), hours, minutes).getTime();
  });
}

/** The day `days` after that of `at`, at noon: no change of the clock reaches it. */
const noonAfter = (at: number, days: number): number => {
  const day = new Date(at);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days, 12).getTime();
};

/** Runs due after `from` and up to `to`, oldest first; at most `max`, the newest. */
export function dueBetween(schedule: BackupSchedule, from: number, to: number, max: number): number[] {
  if (schedule.times.length === 0 || schedule.days.length === 0 || to <= from) return [];
  const due = new Set<number>();
  for (let back = 0; due.size < max; back++) {
    const noon = noonAfter(to, -back);
    if (noon < from - dayMs) break;
    for (const at of onDayOf(schedule, noon)) if (at > from && at <= to) due.add(at);
  }
  return [...due].toSorted((a, b) => a - b).slice(-max);
}

/** The next runs after `now`, soonest first. */
export function nextRuns(schedule: BackupSchedule, now: number, count: number): number[] {
  const next = new Set<number>();
  // A week has every day once; two, because today's may all be over.
  for (let days = 0; days < 15 && next.size < count; days++)
    for (const at of onDayOf(schedule, noonAfter(now, days)).toSorted((a, b) => a - b))
      if (at > now) next.add(at);
  return [...next].toSorted((a, b) => a - b).slice(0, count);
}

/** What is to be done now. `lookedTo`: up to where it was decided before. */
export type Due =
  | { readonly run: null; readonly lookedTo: number }
  | { readonly run: 'schedule' | 'caught-up'; readonly lookedTo: number };

/**
 * Whether a run is due. Several that were missed are caught up by one. A clock that was set back by less than a day runs nothing
 * twice; one that was set back further had been wrong, and counts from now on.
 */
export function dueNow(schedule: BackupSchedule, lookedTo: number, now: number): Due {
  if (now < lookedTo) return { run: null, lookedTo: lookedTo - now < setBackMs ? lookedTo : now };
  const due = dueBetween(schedule, lookedTo, now, 1).at(-1);
  if (due === undefined) return { run: null, lookedTo: now };
  return { run: now - due <= punctualMs ? 'schedule' : 'caught-up', lookedTo: now };
}

/** How old the newest backup may be: twice the longest pause of the schedule, and eight days where nothing is scheduled, ms. */
export function oldAfter(schedule: BackupSchedule, now: number): number {
  const runs = nextRuns(schedule, now, 200).filter((at) => at <= now + 8 * dayMs);
  if (runs.length < 2) return 8 * dayMs;
  const pauses = runs.slice(1).map((at, index) => at - runs[index]!);
  return 2 * Math.max(...pauses, dayMs / 2);
}
