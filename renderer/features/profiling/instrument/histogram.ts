import { type LogAxis, logAxis, logPart } from '#renderer/features/profiling/log-axis.ts';
import type { Bars } from '#shared/contract/profiling.ts';

/** One drawn bar: from and to along the axis (0 to 1), and its count. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** The queue above and the wire below, on one axis of time and one scale of counts. */
export interface TwoHistograms {
  readonly axis: LogAxis;
  readonly queue: readonly Bin[];
  readonly wire: readonly Bin[];
  /** Of the highest bar of both. */
  readonly most: number;
}

/** Buckets as they are counted, drawn in `bins` bars of one width. A bucket that lies in two bars is shared by what lies in each. */
export function rebin(bars: Bars, axis: LogAxis, bins: number): readonly Bin[] {
  const counts = new Float64Array(bins);
  for (const { from, to, count } of bars) {
    const low = logPart(axis, from) * bins;
    const high = logPart(axis, to) * bins;
    const first = Math.min(Math.floor(low), bins - 1);
    // No width on this axis: all of it in the bar where it stands.
    if (!(high > low)) {
      counts[first]! += count;
      continue;
    }
    for (let bin = first; bin < bins && bin < high; bin++) {
      const part = Math.min(high, bin + 1) - Math.max(low, bin);
      if (part > 0) counts[bin]! += (count * part) / (high - low);
    }
  }
  return [...counts].map((count, bin) => ({ from: bin / bins, to: (bin + 1) / bins, count }));
}

/** What is left out at the short end: less than this part of the longest. Five decades show all that matters, and what is shorter is counted in the first bar. */
const shortest = 1e-5;

/** Both histograms for a drawing of `bins` bars. `marks` (percentiles, null where unknown) have room on the axis as well. */
export function twoHistograms(
  queue: Bars,
  wire: Bars,
  marks: readonly (number | null)[],
  bins: number,
): TwoHistograms {
  const ends = [...queue, ...wire].flatMap(({ from, to }) => [from, to]);
  const longest = Math.max(0, ...ends);
  const known = marks.filter((mark) => mark !== null);
  const axis = logAxis([...ends, ...known].map((value) => Math.max(value, longest * shortest)));
  const above = rebin(queue, axis, bins);
  const below = rebin(wire, axis, bins);
  return {
    axis,
    queue: above,
    wire: below,
    most: Math.max(0, ...[...above, ...below].map(({ count }) => count)),
  };
}

/** A round count at or above half of the highest bar, for a line across: 1, 2 or 5 times a power of ten; null under 2. */
export function countLine(most: number): number | null {
  if (most < 2) return null;
  const power = 10 ** Math.floor(Math.log10(most));
  return ([5, 2, 1].find((step) => step * power <= most * 0.9) ?? 0.5) * power;
}
