import { type MeterKey, sliceMs, slicesKept } from '#main/profiling/meter.ts';
import { allMeters } from '#main/profiling/meters.ts';
import { sliceBegan } from '#main/profiling/slices.ts';
import type { Named } from '#main/statistics/compare.ts';
import type { Round } from '#main/statistics/sample.ts';

/** Slices of one minute belong together: what a bench does changes more slowly than from slice to slice. */
const minuteMs = 60_000;
/** Spans of one baseline at most: those that happened most often. */
const rowsMax = 400;
/** Less is no baseline, minutes. */
const leastMinutes = 3;

/** What a span is brought together by, over baselines. */
export const keyOf = ({ kind, name, instrument, part }: MeterKey): string =>
  `${kind}|${instrument ?? ''}|${part}|${name}`;

/** The last ten minutes of every span that happened: minute by minute, each with its slices. `nameOf`: of an instrument, for people. */
export function liveMeasured(nameOf: (instrument: string) => string): Named[] {
  const from = Date.now() - sliceMs * slicesKept;
  const rows: { readonly named: Named; readonly count: number }[] = [];
  for (const meter of allMeters()) {
    const slices = meter.slices(from, sliceBegan());
    const minutes = new Map<number, Round[]>();
    let count = 0;
    for (const slice of slices) {
      const minute = Math.floor(slice.at / minuteMs);
      minutes.set(minute, [...(minutes.get(minute) ?? []), { counts: [...slice.counts] }]);
      count += slice.count;
    }
    if (count === 0) continue;
    const { kind, name, instrument, part } = meter;
    const of = instrument === null ? `${kind}:${name}` : `${nameOf(instrument)} ${name}`;
    const label = part === 'whole' ? of : `${of} (${part})`;
    rows.push({ named: { key: keyOf(meter), name: label, measured: [...minutes.values()] }, count });
  }
  return rows
    .toSorted((a, b) => b.count - a.count)
    .slice(0, rowsMax)
    .map(({ named }) => named);
}

/** Whether there are minutes enough of anything for a baseline. */
export const isEnough = (measured: readonly Named[]): boolean =>
  measured.some(({ measured: minutes }) => minutes.length >= leastMinutes);
