import type { Overview } from '#shared/contract/profiling.ts';
import { keyOf, type Measure } from './rows.ts';
import type { Span } from './window.ts';

/** An exchange that takes longer than this is slow, ms: then the history keeps it even of a poll. */
export const slowMs = 250;
/** Fewer say nothing about a p99. */
const leastSent = 5;

type NameOf = (instrument: string) => string | null;

/** How many exchanges there are, and how many the busiest link could take. */
export function busiestOf(all: readonly Measure[], { seconds }: Span, nameOf: NameOf): Overview['exchanges'] {
  const links = new Map<string, { count: number; totalMs: number }>();
  let count = 0;
  for (const { meter, of } of all) {
    if (meter.part !== 'wire') continue;
    count += of.count;
    if (meter.instrument === null) continue;
    const link = links.get(meter.instrument) ?? { count: 0, totalMs: 0 };
    links.set(meter.instrument, { count: link.count + of.count, totalMs: link.totalMs + of.totalMs });
  }
  const [busiest] = [...links].toSorted(([, a], [, b]) => b.totalMs - a.totalMs);
  const known = busiest !== undefined && busiest[1].totalMs > 0;
  return {
    rate: count / seconds,
    capacity: known ? (busiest[1].count * 1000) / busiest[1].totalMs : null,
    busiest: known ? nameOf(busiest[0]) : null,
  };
}

/** The exchange with the highest p99, of an instrument on the desk. */
export function slowestOf(all: readonly Measure[], nameOf: NameOf): Overview['slowest'] {
  let slowest: Overview['slowest'] = null;
  for (const { meter, of } of all) {
    if (meter.part !== 'wire' || meter.instrument === null || of.count < leastSent || of.p99 === null)
      continue;
    const instrumentName = nameOf(meter.instrument);
    if (instrumentName === null || (slowest !== null && of.p99 <= slowest.p99Ms)) continue;
    slowest = { key: keyOf(meter), instrumentName, p99Ms: of.p99, over: of.p99 > slowMs };
  }
  return slowest;
}
