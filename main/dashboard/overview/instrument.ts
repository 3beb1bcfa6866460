import { performance } from 'node:perf_hooks';
import {
  bucketStart,
  type Counts,
  eachCount,
  merged,
  percentileOf,
  totalOf,
} from '#main/profiling/buckets.ts';
import { linkCounts } from '#main/profiling/link-counts.ts';
import type { Meter, Part, Slice } from '#main/profiling/meter.ts';
import { allMeters } from '#main/profiling/meters.ts';
import type { Moments } from '#main/profiling/moments.ts';
import { sliceTimes } from '#main/profiling/slices.ts';
import type { Bars, InstrumentFigures, Window } from '#shared/contract/profiling.ts';
import { adviceOf } from './advice.ts';
import { countsIn, spanOf, type Span } from './window.ts';

/** What is asked about, by its id; and what is known of it at the desk. */
export interface Asked {
  readonly instrument: string;
  readonly name: string;
  readonly pollMs: number;
  /** Null for all commands together. */
  readonly command: string | null;
  readonly window: Window;
}

/** Commands in the list at most: those that took most time are kept. */
const commandsMax = 300;
/** A command that was sent less often stands out by chance. */
const leastSent = 20;

const barsOf = (counts: Counts): Bars => {
  const bars: Bars = [];
  eachCount(counts, (bucket, count) =>
    bars.push({ from: bucketStart(bucket), to: bucketStart(bucket + 1), count }),
  );
  return bars;
};
const percentilesOf = (counts: Counts) => ({
  p50: percentileOf(counts, 50),
  p95: percentileOf(counts, 95),
  p99: percentileOf(counts, 99),
});
const together = (meters: readonly Meter[], span: Span): Counts =>
  merged(meters.map((meter) => countsIn(meter, span)));

/** How often something happened in a window. Within ten minutes, 600 times at the most are known. */
const times = (moments: Moments, { window, from }: Span): number =>
  window === 'session' ? moments.total : moments.since(from).length;

/** The gaps between polls: of the last 600 at most. */
export function pollsOf(moments: readonly number[]): { medianMs: number | null; jitterMs: number | null } {
  const gaps = moments.slice(1).map((at, index) => at - moments[index]!);
  if (gaps.length < 5) return { medianMs: null, jitterMs: null };
  const sorted = gaps.toSorted((a, b) => a - b);
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))]!;
  return { medianMs: at(0.5), jitterMs: (at(0.95) - at(0.05)) / 2 };
}

/** How one instrument answers, in a window. */
export function figuresOf({ instrument, name, pollMs, command, window }: Asked): InstrumentFigures {
  const span = spanOf(window);
  const all = [...allMeters()].filter(
    (meter) => meter.kind === 'exchange' && meter.instrument === instrument,
  );
  const of = (part: Part, which: string | null = command): Meter[] =>
    all.filter((meter) => meter.part === part && (which === null || meter.name === which));
  const [queue, wire] = [together(of('queue'), span), together(of('wire'), span)];
  const commands = of('wire', null)
    .map((meter) => ({ command: meter.name, counts: countsIn(meter, span) }))
    .map(({ command: each, counts }) => ({
      command: each,
      count: totalOf(counts),
      p95: percentileOf(counts, 95),
    }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count * (b.p95 ?? 0) - a.count * (a.p95 ?? 0))
    .slice(0, commandsMax);

  const counts = linkCounts(instrument);
  const [timeouts, retries] = [times(counts.timeouts, span), times(counts.retries, span)];
  // The moments of polls are on the clock that never goes back.
  const polls = { wantedMs: pollMs, ...pollsOf(counts.polls.since(performance.now() - span.seconds * 1000)) };

  const whole = together(of('wire', null), span);
  const often = commands.filter(({ count }) => count >= leastSent);
  const slowest = often.toSorted((a, b) => (b.p95 ?? 0) - (a.p95 ?? 0))[0];
  return {
    instrument,
    name,
    command,
    commands,
    exchanges: totalOf(wire),
    queue: { bars: barsOf(queue), ...percentilesOf(queue) },
    wire: { bars: barsOf(wire), ...percentilesOf(wire) },
    series: seriesOf(of('queue'), of('wire'), span.running),
    timeouts,
    retries,
    polls,
    // Of all commands: polls and settings are the instrument's, whichever command is looked at.
    advice: adviceOf({
      exchanges: totalOf(whole),
      timeouts,
      retries,
      seconds: span.seconds,
      wireP50: percentileOf(whole, 50),
      wireP95: percentileOf(whole, 95),
      wireTotal: of('wire', null).reduce((sum, meter) => sum + totalMs(meter, span), 0),
      queueP95: percentileOf(together(of('queue', null), span), 95),
      ...polls,
      slowest:
        slowest === undefined || often.length < 2
          ? null
          : { command: slowest.command, p95: slowest.p95 ?? 0 },
      settled: settledOf(of('settle', null), of('wire', null), span),
    }),
  };
}

const totalMs = (meter: Meter, { window, from, running }: Span): number =>
  window === 'session'
    ? meter.sumMs
    : meter.slices(from, running).reduce((sum, slice) => sum + slice.sumMs, 0);

/** First answers behind a change, and the other answers to the same commands. */
function settledOf(settle: readonly Meter[], wire: readonly Meter[], span: Span) {
  const first = together(settle, span);
  const names = new Set(settle.map(({ name }) => name));
  const left = new Map<number, number>();
  eachCount(
    together(
      wire.filter(({ name }) => names.has(name)),
      span,
    ),
    (bucket, count) => left.set(bucket, count),
  );
  // They were counted on the wire, too.
  eachCount(first, (bucket, count) => left.set(bucket, Math.max(0, (left.get(bucket) ?? 0) - count)));
  const [p95, otherwiseP95] = [percentileOf(first, 95), percentileOf([...left].flat(), 95)];
  return p95 === null || otherwiseP95 === null ? null : { count: totalOf(first), p95, otherwiseP95 };
}

/** The last ten minutes, by slices of ten seconds. */
function seriesOf(
  queue: readonly Meter[],
  wire: readonly Meter[],
  running: number,
): InstrumentFigures['series'] {
  const begun = sliceTimes();
  const bySlice = (meters: readonly Meter[]): Map<number, Slice[]> =>
    Map.groupBy(
      meters.flatMap((meter) => meter.slices(begun[0]!, running)),
      ({ at }) => at,
    );
  const [waited, sent] = [bySlice(queue), bySlice(wire)];
  const of = (slices: readonly Slice[] = []): Counts => merged(slices.map(({ counts }) => counts));
  return begun.map((at) => {
    const [queued, wired] = [of(waited.get(at)), of(sent.get(at))];
    return {
      at,
      queueP95: percentileOf(queued, 95),
      wireP50: percentileOf(wired, 50),
      wireP95: percentileOf(wired, 95),
      count: totalOf(wired),
    };
  });
}
