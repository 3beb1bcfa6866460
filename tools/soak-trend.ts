/** Blocks of time that a run is divided into, after the warm-up: within one, neighbours in time say little that is new. */
export const blocks = 20;
/**
 * Minutes at the beginning that are left out: caches fill, code is compiled, and figures of the last ten minutes are kept for every span
 * and reading until there are ten minutes of them.
 */
export const warmUpMinutes = 12;
const level = 0.01;

export interface Point {
  /** Minutes from the beginning. */
  readonly at: number;
  readonly value: number;
}

export interface Trend {
  /** Median of the slopes between all pairs of blocks (Theil-Sen), units a minute. */
  readonly slope: number;
  /** Of the blocks. */
  readonly median: number;
  /** What it has grown by from the first block to the last, by that slope. */
  readonly growth: number;
  /** One-sided: how likely it is to rise so steadily by chance (Mann-Kendall). */
  readonly p: number;
  readonly grows: boolean;
}

export const trendInWords =
  `The first ${warmUpMinutes} minutes of a run are left out: what is kept of the last ten minutes has to fill. The rest is divided into ${blocks} blocks of time. Something grows when it rises steadily from ` +
  `block to block (Mann-Kendall, one-sided, p < ${level}) and by more than is allowed for it from the first block to the last (slope: ` +
  `Theil-Sen); either alone is none.`;

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
};

/** One value for each block: what stands for it is chosen by `of` (the lowest of a heap, that collections leave, or the median). */
export function blocksOf(
  points: readonly Point[],
  minutes: number,
  of: (values: readonly number[]) => number,
): readonly Point[] {
  const from = Math.min(warmUpMinutes, minutes / 2);
  const each = (minutes - from) / blocks;
  return Array.from({ length: blocks }, (_, index) => {
    const start = from + index * each;
    const values = points.filter(({ at }) => at >= start && at < start + each).map(({ value }) => value);
    return { at: start + each / 2, value: values.length === 0 ? Number.NaN : of(values) };
  }).filter(({ value }) => Number.isFinite(value));
}

/** Upper tail of the normal distribution. source: Abramowitz & Stegun 7.1.26, error below 1.5e-7. */
function upperTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const poly =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = (poly * Math.exp(-x * x)) / 2;
  return z >= 0 ? tail : 1 - tail;
}

/** Whether something grows. `allowed`: what it may grow by from the first block to the last. */
export function trendOf(points: readonly Point[], allowed: number): Trend {
  const slopes: number[] = [];
  let score = 0;
  for (const [index, { at, value }] of points.entries())
    for (const later of points.slice(index + 1)) {
      slopes.push((later.value - value) / (later.at - at));
      score += Math.sign(later.value - value);
    }
  const n = points.length;
  const ties = new Map<number, number>();
  for (const { value } of points) ties.set(value, (ties.get(value) ?? 0) + 1);
  let variance = n * (n - 1) * (2 * n + 5);
  for (const count of ties.values()) variance -= count * (count - 1) * (2 * count + 5);
  variance /= 18;
  // One step towards 0: the score is a whole number, the distribution is not.
  const z = variance === 0 || score === 0 ? 0 : (score - Math.sign(score)) / Math.sqrt(variance);
  const slope = slopes.length === 0 ? 0 : median(slopes);
  const growth = n === 0 ? 0 : slope * (points.at(-1)!.at - points[0]!.at);
  const p = upperTail(z);
  return {
    slope,
    median: n === 0 ? Number.NaN : median(points.map(({ value }) => value)),
    growth,
    p,
    grows: p < level && growth > allowed,
  };
}
export const lowest = (values: readonly number[]): number => Math.min(...values);
export const middle = median;
