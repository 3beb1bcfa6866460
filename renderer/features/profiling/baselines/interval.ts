import type { Ratio } from '#shared/contract/baselines.ts';

/** An axis of ratios, logarithmic: half and double are equally far from 1. */
export interface RatioAxis {
  readonly from: number;
  readonly to: number;
}

/** Beyond these a bar ends in an arrow: one that is a hundred times slower must not squeeze all others into a line. */
const leastFrom = 0.1;
const mostTo = 10;
const labels = [0.1, 0.2, 0.5, 1, 2, 5, 10] as const;

/** From half to double at least, and as far as the intervals go, to a tenth and tenfold at most. */
export function ratioAxis(ratios: readonly Pick<Ratio, 'low' | 'high'>[]): RatioAxis {
  const low = Math.min(0.5, ...ratios.map((ratio) => ratio.low).filter((value) => value > 0));
  const high = Math.max(2, ...ratios.map((ratio) => ratio.high).filter(Number.isFinite));
  const from = labels.findLast((label) => label <= low) ?? leastFrom;
  const to = labels.find((label) => label >= high) ?? mostTo;
  return { from, to };
}

/** Ratios with a label, `apart` (part of the axis) from one another at least: 1 first, then the ends, then what fits between. */
export function ratioTicks(axis: RatioAxis, apart: number): readonly number[] {
  const inside = labels.filter((label) => label >= axis.from && label <= axis.to);
  const placed: number[] = [];
  for (const label of [1, axis.to, axis.from, ...inside])
    if (placed.every((other) => Math.abs(ratioPart(axis, other) - ratioPart(axis, label)) >= apart))
      placed.push(label);
  return placed.toSorted((a, b) => a - b);
}

/** Where a ratio stands, 0 to 1; outsiders stand at the ends. */
export function ratioPart({ from, to }: RatioAxis, ratio: number): number {
  if (!(ratio > from)) return 0;
  return Math.min(Math.log(ratio / from) / Math.log(to / from), 1);
}

/** An interval as it is drawn: parts of the axis. */
export interface IntervalShape {
  readonly low: number;
  readonly high: number;
  readonly middle: number;
  /** It goes on beyond this end. */
  readonly beyond: 'low' | 'high' | null;
}

export function intervalShape(axis: RatioAxis, { ratio, low, high }: Ratio): IntervalShape {
  return {
    low: ratioPart(axis, low),
    high: ratioPart(axis, high),
    middle: ratioPart(axis, ratio),
    beyond: high > axis.to * 1.0001 ? 'high' : low < axis.from * 0.9999 ? 'low' : null,
  };
}

/** The band of no difference: from `1 / band` to `band`. */
export const bandShape = (axis: RatioAxis, band: number): { readonly from: number; readonly to: number } => ({
  from: ratioPart(axis, 1 / band),
  to: ratioPart(axis, band),
});
