import { performance } from 'node:perf_hooks';
import { type Counts, merged, percentilesOf } from '#main/profiling/buckets.ts';
import { type Meter, sliceMs, slicesKept } from '#main/profiling/meter.ts';
import { sliceBegan, sliceTimes } from '#main/profiling/slices.ts';
import type { Window } from '#shared/contract/profiling.ts';

/** A time over which numbers are taken. */
export interface Span {
  readonly window: Window;
  /** Ms since 1970; of whole slices, so it is a little less than the window's name says. */
  readonly from: number;
  readonly now: number;
  /** From then to now; more than 0. */
  readonly seconds: number;
  /** When the slice that runs began. */
  readonly running: number;
}

const lengthMs: Readonly<Record<Exclude<Window, 'session'>, number>> = {
  minute: 60_000,
  tenMinutes: sliceMs * slicesKept,
};

/** The time that a window is, now. */
export function spanOf(window: Window, now: number = Date.now()): Span {
  const running = sliceBegan();
  const oldest = now - (window === 'session' ? 0 : lengthMs[window]);
  const from =
    window === 'session' ? performance.timeOrigin : (sliceTimes().find((at) => at >= oldest) ?? running);
  return { window, from, now, seconds: Math.max(0.001, (now - from) / 1000), running };
}

/** What one meter counted in a window. Times in ms; null where nothing happened. */
export interface Counted {
  readonly count: number;
  readonly errors: number;
  readonly totalMs: number;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly max: number | null;
}

/** The durations of a window, by the buckets. */
export const countsIn = (meter: Meter, { window, from, running }: Span): Counts =>
  window === 'session' ? meter.session : merged(meter.slices(from, running).map(({ counts }) => counts));

/** What one meter counted in a window. Since the start: by its histogram, true to 1 %; otherwise by the buckets, true to 2.5 %. */
export function counted(meter: Meter, span: Span): Counted {
  if (span.window === 'session') {
    const { count, errors, sumMs, histogram } = meter;
    const percent = (which: number): number | null =>
      count === 0 ? null : histogram.percentile(which) / 1e6;
    return {
      count,
      errors,
      totalMs: sumMs,
      p50: percent(50),
      p95: percent(95),
      p99: percent(99),
      max: count === 0 ? null : histogram.max / 1e6,
    };
  }
  let [count, errors, totalMs, max] = [0, 0, 0, 0];
  const slices = meter.slices(span.from, span.running);
  for (const slice of slices) {
    count += slice.count;
    errors += slice.errors;
    totalMs += slice.sumMs;
    max = Math.max(max, slice.maxMs);
  }
  const percents = percentilesOf(
    slices.map(({ counts }) => counts),
    [50, 95, 99],
  );
  // No percentile is above the longest: the middle of its bucket may be.
  const [p50 = null, p95 = null, p99 = null] = percents.map((found) =>
    found === null ? null : Math.min(found, max),
  );
  return {
    count,
    errors,
    totalMs,
    p50,
    p95,
    p99,
    max: count === 0 ? null : max,
  };
}
