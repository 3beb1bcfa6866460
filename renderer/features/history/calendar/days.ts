import { type DayRange, type Heat } from '#renderer/ui/HeatMap.tsx';
import { dayNumber, dayOf, heatLevel } from '#renderer/ui/heat-map.ts';
import { dayText } from '#renderer/stores/time-text.ts';
import type { HistoryDay, HistoryFilter } from '#shared/contract/history.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { shortMonths } from '#renderer/ui/month-names.ts';
import { t } from '#shared/language/t.ts';

/** Weeks that the calendar shows: the year and the week that goes on. */
export const calendarWeeks = 53;

/** The day of this moment, by the clock of this PC. */
export const dayAt = (at: number): number => dayNumber(dayText(at));

/** The moment at which a day begins, by the clock of this PC. */
export function beginOf(day: number): number {
  const [year = 0, month = 1, date = 1] = dayOf(day).split('-').map(Number);
  return new Date(year, month - 1, date).getTime();
}

/** The filter's part for these days. */
export const timesOf = ({ from, to }: DayRange): Pick<HistoryFilter, 'from' | 'to'> => ({
  from: beginOf(from),
  to: beginOf(to + 1),
});

/** The days that a filter is for; null when it does not begin and end with days. */
export function daysOf({ from, to }: Pick<HistoryFilter, 'from' | 'to'>): DayRange | null {
  if (from === null || to === null || to <= from) return null;
  const days = { from: dayAt(from), to: dayAt(to) - 1 };
  return beginOf(days.from) === from && beginOf(days.to + 1) === to ? days : null;
}

/** Figures of a day, or of several together. */
export interface Figures {
  readonly lines: number;
  readonly failed: number;
  readonly slow: number;
}
const nothing: Figures = { lines: 0, failed: 0, slow: 0 };

/** What is known of the days, by number. */
export interface DayBook {
  readonly of: (day: number) => Figures;
  readonly heat: (day: number) => Heat;
  readonly all: readonly HistoryDay[];
}

export function dayBook(days: readonly HistoryDay[]): DayBook {
  const byDay = new Map(days.map((day) => [dayNumber(day.day), day]));
  const most = days.reduce((so, { lines }) => Math.max(so, lines), 0);
  const figures = (day: number): Figures => byDay.get(day) ?? nothing;
  return {
    of: figures,
    heat: (day) => {
      const { lines, failed } = figures(day);
      return { level: heatLevel(lines, most), marked: failed > 0 };
    },
    all: days,
  };
}

/** The figures of all days of a range together. */
export function together(book: DayBook, { from, to }: DayRange): Figures {
  let sum = nothing;
  for (let day = from; day <= to; day++) {
    const { lines, failed, slow } = book.of(day);
    sum = { lines: sum.lines + lines, failed: sum.failed + failed, slow: sum.slow + slow };
  }
  return sum;
}

const onWeekdays: readonly ((date: string) => string)[] = [
  (date) => t`Monday ${date}`,
  (date) => t`Tuesday ${date}`,
  (date) => t`Wednesday ${date}`,
  (date) => t`Thursday ${date}`,
  (date) => t`Friday ${date}`,
  (date) => t`Saturday ${date}`,
  (date) => t`Sunday ${date}`,
];
const monthNames = [
  t`January`,
  t`February`,
  t`March`,
  t`April`,
  t`May`,
  t`June`,
  t`July`,
  t`August`,
  t`September`,
  t`October`,
  t`November`,
  t`December`,
] as const;

/** `Tuesday 24 November`, with the year when it is another one than today's. */
export function dayName(day: number, today: number): string {
  const [year = '', month = '1', date = '1'] = dayOf(day).split('-');
  const short = t`${Number(date)} ${monthNames[Number(month) - 1]}`;
  const name = onWeekdays[(((day + 3) % 7) + 7) % 7]?.(short) ?? short;
  return year === dayOf(today).slice(0, 4) ? name : `${name} ${year}`;
}

/** `Tuesday 24 November: 18 402 rows, 7 failed, 31 slow`. */
export function sayDay(book: DayBook, day: number, today: number): string {
  const { lines, failed, slow } = book.of(day);
  const name = dayName(day, today);
  if (lines === 0) return t`${name}: nothing`;
  const more = [
    failed > 0 && t`${formatFixed(failed, 0)} failed`,
    slow > 0 && t`${formatFixed(slow, 0)} slow`,
  ];
  const rows = lines === 1 ? t`1 row` : t`${formatFixed(lines, 0)} rows`;
  return [`${name}: ${rows}`, ...more.filter(Boolean)].join(', ');
}

/** `23 to 24 Nov`: the days of a range, short; one day alone is only that. */
export function shortDays({ from, to }: DayRange, today: number): string {
  const parts = (day: number): readonly [number, string, string] => {
    const [year = '', month = '1', date = '1'] = dayOf(day).split('-');
    return [Number(date), shortMonths[Number(month) - 1] ?? '', year];
  };
  const [toDay, toMonth, toYear] = parts(to);
  const ofYear = toYear === dayOf(today).slice(0, 4) ? '' : ` ${toYear}`;
  const last = t`${toDay} ${toMonth}`;
  if (from === to) return `${last}${ofYear}`;
  const [day, month, year] = parts(from);
  if (month === toMonth && year === toYear) return `${t`${day} to ${toDay} ${toMonth}`}${ofYear}`;
  const first = t`${day} ${month}`;
  return t`${year === toYear ? first : `${first} ${year}`} to ${`${last}${ofYear}`}`;
}
