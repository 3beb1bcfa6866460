import { everything, type HistoryFilter } from '#shared/contract/history.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { dayAt, daysOf, shortDays } from './calendar/days.ts';
import { laneWords, operatorWords } from './row-words.ts';
import { momentText } from './when.ts';
import { t } from '#shared/language/t.ts';

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
    text.trim() !== '' && ['text', t`Has “${text.trim()}”`],
    instrument !== null && ['instrument', names.get(instrument) ?? t`Instrument that is gone`],
    errors && ['errors', t`Failed only`],
    kind !== null && ['kind', kind === 'audit' ? t`Actions only` : t`Exchanges only`],
    lane !== null && ['lane', t`Lane ${laneWords[lane]}`],
    operator !== null && ['operator', t`By ${operatorWords(operator)}`],
    slowerMs !== null && ['slowerMs', t`Slower than ${milliseconds(slowerMs)}`],
    marked && ['marked', t`Marked only`],
    tag !== null && ['tag', t`Tag ${tag}`],
    days === null && from !== null && ['from', t`Since ${momentText(from, now)}`],
    days === null && to !== null && ['to', t`Before ${momentText(to, now)}`],
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
