import type { Meter, MeterKey } from '#main/profiling/meter.ts';
import { allMeters } from '#main/profiling/meters.ts';
import { sliceTimes } from '#main/profiling/slices.ts';
import type { SpanKey, SpanRow, Verdict } from '#shared/contract/profiling.ts';
import { type Counted, counted, type Span } from './window.ts';

/** Rows that are shown: those that took most time. */
const rowsMax = 200;

/** What is known of names and of the reference. */
export interface Known {
  /** The name of an instrument; null when it has left the desk. */
  readonly nameOf: (instrument: string) => string | null;
  readonly verdictOf: (key: MeterKey) => Verdict;
}

/** A row of an exchange is its time on the wire: how long it waited is shown at the instrument. */
export const isRow = ({ part }: MeterKey): boolean => part === 'whole' || part === 'wire';

/** A meter, and what it counted in the window. */
export interface Measure {
  readonly meter: Meter;
  readonly of: Counted;
}

/** Every meter that is a row, and counted something in the window. */
export function measures(span: Span): readonly Measure[] {
  const found: Measure[] = [];
  for (const meter of allMeters()) {
    if (!isRow(meter)) continue;
    const of = counted(meter, span);
    if (of.count > 0) found.push({ meter, of });
  }
  return found;
}

export const keyOf = ({ kind, name, instrument }: MeterKey): SpanKey => ({ kind, name, instrument });

/** p95 of each slice, of the last ten minutes; null where nothing happened. */
function trendOf(meter: Meter, times: readonly number[], running: number): (number | null)[] {
  const p95 = new Map(meter.slices(times[0]!, running).map((slice) => [slice.at, slice.p95]));
  return times.map((at) => p95.get(at) ?? null);
}

/** The rows that took most time, first the one that took most. */
export function rowsOf(all: readonly Measure[], span: Span, { nameOf, verdictOf }: Known): SpanRow[] {
  const times = sliceTimes();
  return all
    .toSorted((a, b) => b.of.totalMs - a.of.totalMs)
    .slice(0, rowsMax)
    .map(({ meter, of }) => ({
      key: keyOf(meter),
      instrumentName: meter.instrument === null ? null : nameOf(meter.instrument),
      ...of,
      rate: of.count / span.seconds,
      trend: trendOf(meter, times, span.running),
      verdict: verdictOf(meter),
    }));
}
