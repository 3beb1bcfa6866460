import type { Histogram } from '#shared/contract/tally.ts';

/** A histogram as it is drawn: bars side by side on an axis. */
export interface BarsView {
  /** The axis, in the unit of the values. */
  readonly from: number;
  readonly to: number;
  /** How many bars have room on it; each has a place, from 0 on, and its height as a part of the highest. */
  readonly places: number;
  readonly bars: readonly { readonly place: number; readonly part: number }[];
  /** How many values the highest bar has, and the middle of it. */
  readonly most: number;
  readonly mostAt: number;
}

/** Fewer bars than this would be as wide as walls. */
const leastPlaces = 25;

/**
 * Lays out a histogram. Readings whose digits are coarser than the bins fall into every nth of them: then a bar is as wide as such a
 * step, and its value in the middle of it. `step`: the last digit that is shown.
 */
export function barsOf({ from, width, counts }: Histogram, step: number): BarsView {
  const filled = counts.flatMap((count, bin) => (count > 0 ? [bin] : []));
  const pitch = filled.reduce(divisor, 0) || 1;
  const wide = pitch * width;
  const needed = (counts.length - 1) / pitch + 1;
  const places = Math.max(needed, leastPlaces);
  const before = Math.floor((places - needed) / 2);
  const begin = from - before * wide - Math.min(step, wide) / 2;
  const most = Math.max(...counts);
  return {
    from: begin,
    to: begin + places * wide,
    places,
    bars: filled.map((bin) => ({ place: before + bin / pitch, part: (counts[bin] ?? 0) / most })),
    most,
    mostAt: begin + (before + counts.indexOf(most) / pitch + 0.5) * wide,
  };
}

/** The greatest common divisor. */
const divisor = (one: number, other: number): number => (other === 0 ? one : divisor(other, one % other));
