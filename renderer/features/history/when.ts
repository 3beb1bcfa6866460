import { dayText } from '#renderer/stores/time-text.ts';
import { shortMonths } from '#renderer/ui/month-names.ts';
import { t } from '#shared/language/t.ts';

const two = (n: number): string => String(n).padStart(2, '0');

/** `12:03` today, `12:03 on 24 Nov` this year, `12:03 on 24 Nov 2025` before; of this PC's time zone. */
export function momentText(at: number, now: number): string {
  const date = new Date(at);
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  if (dayText(at) === dayText(now)) return time;
  return t`${time} on ${dayWords(at, now)}`;
}

/** `24 Nov`, with the year when it is another one than now. */
export function dayWords(at: number, now: number): string {
  const date = new Date(at);
  const day = t`${date.getDate()} ${shortMonths[date.getMonth()]}`;
  return date.getFullYear() === new Date(now).getFullYear() ? day : `${day} ${date.getFullYear()}`;
}

/** How a moment is written into a field: `14:05` today, `2026-11-24 14:05` otherwise; with seconds where there are some. */
export function momentDraft(at: number | null, now: number): string {
  if (at === null) return '';
  const date = new Date(at);
  const seconds = date.getSeconds() === 0 ? '' : `:${two(date.getSeconds())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}${seconds}`;
  return dayText(at) === dayText(now) ? time : `${dayText(at)} ${time}`;
}

const form =
  /^(?:(?<year>\d{4})-(?<month>\d\d?)-(?<day>\d\d?))?\s*(?:(?<hour>\d\d?):(?<minute>\d\d)(?::(?<second>\d\d))?)?$/u;

/**
 * What somebody typed for a moment: `14:05` (today), `2026-11-24 14:05`, or a day alone (its beginning). Epoch ms; null for
 * nothing; `undefined` when it is no time.
 */
export function parseMoment(text: string, now: number): number | null | undefined {
  const typed = text.trim();
  if (typed === '') return null;
  const parts = form.exec(typed)?.groups;
  if (parts === undefined) return undefined;
  const today = new Date(now);
  const number = (part: string | undefined, otherwise: number): number =>
    part === undefined ? otherwise : Number(part);
  const wanted = [
    number(parts['year'], today.getFullYear()),
    number(parts['month'], today.getMonth() + 1) - 1,
    number(parts['day'], today.getDate()),
    number(parts['hour'], 0),
    number(parts['minute'], 0),
    number(parts['second'], 0),
  ] as const;
  const date = new Date(...wanted);
  // The 31st of February is another day; the hour that a change of the clock skips is not.
  const kept = [date.getFullYear(), date.getMonth(), date.getDate()];
  const inDay = wanted[3] < 24 && wanted[4] < 60 && wanted[5] < 60;
  return inDay && kept.every((part, at) => part === wanted[at]) ? date.getTime() : undefined;
}

/** The beginning of this day, epoch ms. */
export const dayBegin = (now: number): number => new Date(now).setHours(0, 0, 0, 0);
