import { timeText } from '#renderer/stores/time-text.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

/** `2 h`, `6 days`: one unit, rounded down. A time that is not yet there counts as now. */
export function ageWords(ms: number): string {
  const age = Math.max(ms, 0);
  if (age < hour) return `${Math.floor(age / minute)} min`;
  return age < day ? `${Math.floor(age / hour)} h` : count(Math.floor(age / day), 'day');
}

/** `just now`, `2 h ago`, `6 days ago`. */
export const agoWords = (at: number, now: number): string =>
  now - at < minute ? 'just now' : `${ageWords(now - at)} ago`;

/** `18 Nov` of a day written `2026-11-18`. */
export function shortDay(text: string): string {
  const [, month, date] = text.split('-').map(Number);
  return `${date ?? ''} ${months[(month ?? 1) - 1] ?? ''}`;
}

const midnight = (at: number): number => new Date(at).setHours(0, 0, 0, 0);
/** Whole days of the calendar from one to the other; an hour more or less at a change of the clock is no day. */
const daysBetween = (from: number, to: number): number => Math.round((midnight(to) - midnight(from)) / day);

/** `today 12:30`, `yesterday 18:00`, `Mon 18:00`, `18 Nov`, `18 Nov 2025`: as exact as it is near. */
export function nearWords(at: number, now: number): string {
  const away = daysBetween(now, at);
  const date = new Date(at);
  const time = timeText(at).slice(0, 5);
  if (away === 0) return `today ${time}`;
  if (away === -1) return `yesterday ${time}`;
  if (away === 1) return `tomorrow ${time}`;
  if (Math.abs(away) < 7) return `${weekdays[date.getDay()]} ${time}`;
  const short = `${date.getDate()} ${months[date.getMonth()]}`;
  return date.getFullYear() === new Date(now).getFullYear() ? short : `${short} ${date.getFullYear()}`;
}

/** With a capital, at the beginning of a line. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
