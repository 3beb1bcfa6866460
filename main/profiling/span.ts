import { createHistogram, performance, type RecordableHistogram } from 'node:perf_hooks';

interface Tally {
  readonly histogram: RecordableHistogram;
  count: number;
  errors: number;
}

/** What is known of one span since the console started. Times in ms. */
export interface SpanSummary {
  readonly name: string;
  readonly count: number;
  readonly errors: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

const tallies = new Map<string, Tally>();

/** Records one duration under a name. Names are fixed strings of the program, so the table stays small. */
export function recordSpan(name: string, ms: number, failed: boolean): void {
  let tally = tallies.get(name);
  if (tally === undefined) {
    tally = { histogram: createHistogram({ figures: 3 }), count: 0, errors: 0 };
    tallies.set(name, tally);
  }
  tally.count++;
  if (failed) tally.errors++;
  // A histogram holds whole numbers from 1: nanoseconds.
  tally.histogram.record(Math.max(1, Math.round(ms * 1e6)));
}

/** Runs work and records how long it took, whether it answers now or later, well or not. */
export function span<T>(name: string, work: () => T): T {
  const start = performance.now();
  let result: T;
  try {
    result = work();
  } catch (error) {
    recordSpan(name, performance.now() - start, true);
    throw error;
  }
  if (result instanceof Promise) {
    result.then(
      () => recordSpan(name, performance.now() - start, false),
      () => recordSpan(name, performance.now() - start, true),
    );
  } else recordSpan(name, performance.now() - start, false);
  return result;
}

/** Every span, slowest p95 first. */
export function spanSummaries(): readonly SpanSummary[] {
  return [...tallies]
    .map(([name, { histogram, count, errors }]) => ({
      name,
      count,
      errors,
      p50: histogram.percentile(50) / 1e6,
      p95: histogram.percentile(95) / 1e6,
      p99: histogram.percentile(99) / 1e6,
      max: histogram.max / 1e6,
    }))
    .sort((a, b) => b.p95 - a.p95);
}
