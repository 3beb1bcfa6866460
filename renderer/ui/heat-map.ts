import { shortMonths } from './month-names.ts';

/** A day as `2026-11-24`, of the calendar alone: no clock, no time zone. */
export type Day = string;

const dayMs = 86_400_000;

/** Days since 1970-01-01. */
export const dayNumber = (day: Day): number => Math.round(Date.parse(`${day}T00:00:00Z`) / dayMs);
export const dayOf = (number: number): Day => new Date(number * dayMs).toISOString().slice(0, 10);

/** 0 is Monday. source: ISO 8601, the week begins on Monday. */
export const weekday = (number: number): number => (((number + 3) % 7) + 7) % 7;

/** The Monday at which a calendar of so many weeks begins that ends with the week of this day. */
export const firstMonday = (last: number, weeks: number): number => last - weekday(last) - 7 * (weeks - 1);

/** Lightness by count: nothing, then four steps by order of magnitude, so that one busy day does not make the others look idle. */
export function heatLevel(count: number, most: number): 0 | 1 | 2 | 3 | 4 {
  if (!(count > 0)) return 0;
  const part = most <= 1 ? 1 : Math.log1p(Math.min(count, most)) / Math.log1p(most);
  return Math.min(Math.max(Math.ceil(part * 4), 1), 4) as 1 | 2 | 3 | 4;
}

/** Where the cursor goes by a key; null when the key is not for the calendar. */
export function moveDay(key: string, at: number, first: number, last: number): number | null {
  const clamp = (day: number): number => Math.min(Math.max(day, first), last);
  switch (key) {
    case 'ArrowUp':
      return clamp(at - 1);
    case 'ArrowDown':
      return clamp(at + 1);
    case 'ArrowLeft':
      return at - 7 < first ? at : at - 7;
    case 'ArrowRight':
      return clamp(at + 7);
    case 'PageUp':
      return clamp(at - 28);
    case 'PageDown':
      return clamp(at + 28);
    case 'Home':
      return first;
    case 'End':
      return last;
    default:
      return null;
  }
}

/** Over which week each month is written: the first whole one. A month that has no room for its name has none. */
export function monthLabels(
  first: number,
  weeks: number,
): readonly { readonly week: number; readonly text: string }[] {
  const labels: { week: number; text: string }[] = [];
  for (let week = 0; week < weeks; week++) {
    const monday = dayOf(first + 7 * week);
    const begins = week === 0 || Number(monday.slice(8)) <= 7;
    if (!begins) continue;
    const before = labels.at(-1);
    if (before !== undefined && week - before.week < 3) labels.pop();
    labels.push({ week, text: shortMonths[Number(monday.slice(5, 7)) - 1] ?? '' });
  }
  return labels;
}
