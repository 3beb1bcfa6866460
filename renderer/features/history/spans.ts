import type { HistoryFilter } from '#shared/contract/history.ts';
import { dayBegin } from './when.ts';
import { t } from '#shared/language/t.ts';

type Times = Pick<HistoryFilter, 'from' | 'to'>;
export type SpanId = 'any' | 'quarter' | 'hour' | 'today' | 'span';

const quarterMs = 15 * 60_000;
const hourMs = 60 * 60_000;

/** Spans of time that are chosen with one press. They are set against the clock once: rows do not leave while they are read. */
export const spans: readonly {
  readonly value: SpanId;
  readonly label: string;
  readonly times: (now: number) => Times;
}[] = [
  { value: 'any', label: t`Any time`, times: () => ({ from: null, to: null }) },
  { value: 'quarter', label: t`Last 15 minutes`, times: (now) => ({ from: now - quarterMs, to: null }) },
  { value: 'hour', label: t`Last hour`, times: (now) => ({ from: now - hourMs, to: null }) },
  { value: 'today', label: t`Today`, times: (now) => ({ from: dayBegin(now), to: null }) },
  { value: 'span', label: t`From … to`, times: () => ({}) as Times },
];

/** Which choice a filter stands for now. What is left of a quarter of an hour is called by its beginning, as `span`. */
export function spanOf({ from, to }: Times, now: number): SpanId {
  if (from === null && to === null) return 'any';
  if (to !== null || from === null) return 'span';
  if (from === dayBegin(now)) return 'today';
  const age = now - from;
  // A minute old at most: it still is what its name says.
  if (age >= quarterMs && age < quarterMs + 60_000) return 'quarter';
  if (age >= hourMs && age < hourMs + 60_000) return 'hour';
  return 'span';
}
