import { everything, type HistoryFilter } from '#shared/contract/history.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { dayAt, daysOf, shortDays } from './calendar/days.ts';
import { momentText } from './when.ts';

/** One thing that narrows the history, and the filter without it. */
export interface Chip {
  readonly id: string;
  readonly words: string;
  readonly without: HistoryFilter;
}

const milliseconds = (value: number): string => `${formatFixed(value, Number.isInteger(value) ? 0 : 1)} ms`;

/** What narrows the history, part by part, in the order of the filter bar. */
export function chips(filter: HistoryFilter, names: ReadonlyMap<string, string>, now: number): Chip[] {
  const { text, instrument, lane, kind, errors, slowerMs, operator, from, to, marked, tag } = filter;
  const days = daysOf(filter);
  const found: (readonly [keyof HistoryFilter, string] | false)[] = [
    text.trim() !== '' && ['text', `Has “${text.trim()}”`],
    instrument !== null && ['instrument', names.get(instrument) ?? 'Instrument that is gone'],
    errors && ['errors', 'Failed only'],
    kind !== null && ['kind', kind === 'audit' ? 'Actions only' : 'Exchanges only'],
    lane !== null && ['lane', `Lane ${lane}`],
    operator !== null && ['operator', `By ${operator}`],
    slowerMs !== null && ['slowerMs', `Slower than ${milliseconds(slowerMs)}`],
    marked && ['marked', 'Marked only'],
    tag !== null && ['tag', `Tag ${tag}`],
    days === null && from !== null && ['from', `Since ${momentText(from, now)}`],
    days === null && to !== null && ['to', `Before ${momentText(to, now)}`],
  ];
  const parts: Chip[] = found
    .filter((chip) => chip !== false)
    .map(([part, words]) => ({ id: part, words, without: { ...filter, [part]: everything[part] } }));
  // Whole days are one choice, and go as one.
  if (days !== null)
    parts.push({
      id: 'days',
      words: shortDays(days, dayAt(now)),
      without: { ...filter, from: null, to: null },
    });
  return parts;
}

/** What somebody typed for a time on the wire: `100`, `100 ms`, `1.5 s`. ms; null for nothing; `undefined` when it is none. */
export function parseSlower(text: string): number | null | undefined {
  const typed = text.trim();
  if (typed === '') return null;
  const parts = /^(?<number>\d+(?:[.,]\d+)?)\s*(?<unit>ms|s)?$/u.exec(typed)?.groups;
  if (parts === undefined) return undefined;
  const ms = Number(parts['number']?.replace(',', '.')) * (parts['unit'] === 's' ? 1000 : 1);
  return ms <= 3_600_000 ? ms : undefined;
}

/** How a time on the wire is written into its field. */
export const slowerDraft = (ms: number | null): string => (ms === null ? '' : `${ms} ms`);
