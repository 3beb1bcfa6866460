import { performance } from 'node:perf_hooks';
import type { SpanKind } from '#shared/contract/span-kinds.ts';
import type { Meter } from './meter.ts';
import { allMeters, meterOf } from './meters.ts';
import { type Attributes, type Origin, trace, traced, tracing } from './trace.ts';

/** `history:page`: the kind, and what it is called there. */
export type SpanName = `${SpanKind}:${string}`;

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

const named = new Map<SpanName, Meter>();

/** The meter behind a name. */
export function meterNamed(name: SpanName): Meter {
  let meter = named.get(name);
  if (meter === undefined) {
    const colon = name.indexOf(':');
    meter = meterOf({
      kind: name.slice(0, colon) as SpanKind,
      name: name.slice(colon + 1),
      instrument: null,
      part: 'whole',
    });
    named.set(name, meter);
  }
  return meter;
}

/** Records one duration under a name. Names are fixed strings of the program. */
export function recordSpan(name: SpanName, ms: number, failed: boolean): void {
  meterNamed(name).record(ms, failed);
}

const nothing: Attributes = {};

/**
 * Runs work and records how long it took, whether it answers now or later, well or not. While traces are kept, it is a span of
 * the trace it runs in, with these attributes.
 */
export function span<T>(name: SpanName, work: () => T, attributes: Attributes = nothing): T {
  const meter = meterNamed(name);
  return timed(meter, tracing() ? () => traced(meter.kind, meter.name, attributes, work) : work);
}

/** The same for what somebody asked for, or the console does by itself: while traces are kept, a trace begins with it. */
export function rootSpan<T>(
  origin: Origin,
  name: SpanName,
  work: () => T,
  attributes: Attributes = nothing,
): T {
  const meter = meterNamed(name);
  return timed(meter, tracing() ? () => trace(origin, meter.kind, meter.name, attributes, work) : work);
}

/** Records how long work took, and is no span of any trace: for what is one already. */
export const measured = <T>(name: SpanName, work: () => T): T => timed(meterNamed(name), work);

function timed<T>(meter: Meter, work: () => T): T {
  const start = performance.now();
  let result: T;
  try {
    result = work();
  } catch (error) {
    meter.record(performance.now() - start, true);
    throw error;
  }
  if (result instanceof Promise) {
    result.then(
      () => meter.record(performance.now() - start, false),
      () => meter.record(performance.now() - start, true),
    );
  } else meter.record(performance.now() - start, false);
  return result;
}

/** Every span without parts, slowest p95 first. */
export function spanSummaries(): readonly SpanSummary[] {
  return [...allMeters()]
    .filter(({ part, count }) => part === 'whole' && count > 0)
    .map(({ kind, name, histogram, count, errors }) => ({
      name: `${kind}:${name}`,
      count,
      errors,
      p50: histogram.percentile(50) / 1e6,
      p95: histogram.percentile(95) / 1e6,
      p99: histogram.percentile(99) / 1e6,
      max: histogram.max / 1e6,
    }))
    .toSorted((a, b) => b.p95 - a.p95);
}
