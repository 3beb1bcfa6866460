import { type DayRange, type Heat } from '#renderer/ui/HeatMap.tsx';
import { dayNumber, dayOf, heatLevel } from '#renderer/ui/heat-map.ts';
import { dayText } from '#renderer/stores/time-text.ts';
import type { HistoryDay, HistoryFilter } from '#shared/contract/history.ts';
import { formatFixed } from '#shared/quantity/format.ts';

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

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** `Tuesday 24 November`, with the year when it is another one than today's. */
export function dayName(day: number, today: number): string {
  const [year = '', month = '1', date = '1'] = dayOf(day).split('-');
  const name = `${weekdays[(((day + 3) % 7) + 7) % 7]} ${Number(date)} ${monthNames[Number(month) - 1]}`;
  return year === dayOf(today).slice(0, 4) ? name : `${name} ${year}`;
}

/** `Tuesday 24 November: 18 402 rows, 7 failed, 31 slow`. */
export function sayDay(book: DayBook, day: number, today: number): string {
  const { lines, failed, slow } = book.of(day);
  const name = dayName(day, today);
  if (lines === 0) return `${name}: nothing`;
  const more = [failed > 0 && `${formatFixed(failed, 0)} failed`, slow > 0 && `${formatFixed(slow, 0)} slow`];
  return [`${name}: ${formatFixed(lines, 0)} ${lines === 1 ? 'row' : 'rows'}`, ...more.filter(Boolean)].join(
    ', ',
  );
}

/** `23 to 24 Nov`: the days of a range, short; one day alone is only that. */
export function shortDays({ from, to }: DayRange, today: number): string {
  const parts = (day: number): readonly [string, string, string] => {
    const [year = '', month = '1', date = '1'] = dayOf(day).split('-');
    return [String(Number(date)), (monthNames[Number(month) - 1] ?? '').slice(0, 3), year];
  };
  const thisYear = dayOf(today).slice(0, 4);
  const [toDay, toMonth, toYear] = parts(to);
  const last = `${toDay} ${toMonth}${toYear === thisYear ? '' : ` ${toYear}`}`;
  if (from === to) return last;
  const [day, month, year] = parts(from);
  const first = [
    day,
    ...(month === toMonth && year === toYear ? [] : [month]),
    ...(year === toYear ? [] : [year]),
  ];
  return `${first.join(' ')} to ${last}`;
}
