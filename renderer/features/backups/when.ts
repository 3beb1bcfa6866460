import { timeText } from '#renderer/stores/time-text.ts';
import { shortMonths } from '#renderer/ui/month-names.ts';
import { t } from '#shared/language/t.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const weekdays = [t`Sun`, t`Mon`, t`Tue`, t`Wed`, t`Thu`, t`Fri`, t`Sat`];

/** `2 h`, `6 days`: one unit, rounded down. A time that is not yet there counts as now. */
export function ageWords(ms: number): string {
  const age = Math.max(ms, 0);
  if (age < hour) return t`${Math.floor(age / minute)} min`;
  if (age < day) return `${Math.floor(age / hour)} h`;
  const days = Math.floor(age / day);
  return days === 1 ? t`1 day` : t`${days} days`;
}

/** `just now`, `2 h ago`, `6 days ago`. */
export const agoWords = (at: number, now: number): string =>
  now - at < minute ? t`just now` : ageAgo(now - at);

/** `2 h ago`: in some languages the age has another form then. */
export function ageAgo(ms: number): string {
  const days = Math.floor(ms / day);
  if (days < 1) return t`${ageWords(ms)} ago`;
  return days === 1 ? t`1 day ago` : t`${days} days ago`;
}

/** `18 Nov` of a day written `2026-11-18`. */
export function shortDay(text: string): string {
  const [, month, date] = text.split('-').map(Number);
  return t`${date} ${shortMonths[(month ?? 1) - 1]}`;
}

const midnight = (at: number): number => new Date(at).setHours(0, 0, 0, 0);
/** Whole days of the calendar from one to the other; an hour more or less at a change of the clock is no day. */
const daysBetween = (from: number, to: number): number => Math.round((midnight(to) - midnight(from)) / day);

/** `today 12:30`, `yesterday 18:00`, `Mon 18:00`, `18 Nov`, `18 Nov 2025`: as exact as it is near. */
export function nearWords(at: number, now: number): string {
  const away = daysBetween(now, at);
  const date = new Date(at);
  const time = timeText(at).slice(0, 5);
  if (away === 0) return t`today ${time}`;
  if (away === -1) return t`yesterday ${time}`;
  if (away === 1) return t`tomorrow ${time}`;
  if (Math.abs(away) < 7) return `${weekdays[date.getDay()]} ${time}`;
  const short = t`${date.getDate()} ${shortMonths[date.getMonth()]}`;
  return date.getFullYear() === new Date(now).getFullYear() ? short : `${short} ${date.getFullYear()}`;
}

/** The same of a next time: of today, the time alone. */
export const nextWords = (at: number, now: number): string =>
  daysBetween(now, at) === 0 ? timeText(at).slice(0, 5) : nearWords(at, now);

/** With a capital, at the beginning of a line. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
