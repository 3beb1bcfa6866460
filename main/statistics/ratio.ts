import { randomOf } from './random.ts';
import type { Sample } from './sample.ts';
import { studentQuantile } from './student.ts';

/** The percentile interval of the draws is taken at this confidence, where its ends are known well; then it is widened. */
const drawnConfidence = 0.95;
const drawnQuantile = 1.959963984540054;

export interface RatioOptions {
  /** Which quantiles are compared, 0 to 1. */
  readonly quantiles: readonly number[];
  readonly resamples: number;
  readonly seed: number;
  /** Of each single interval, 0 to 1. */
  readonly confidence: number;
}

/** How one quantile of the newer compares with that of the older. */
export interface RatioFound {
  /** ms. */
  readonly old: number;
  readonly new: number;
  /** New to old, and its interval. */
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
}

/** Units that were drawn, and may differ from each other by more than chance: starts where there are several, else rounds. */
const units = ({ starts }: Sample): number => (starts.length > 1 ? starts.length : (starts[0]?.length ?? 0));

function variance(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1);
}

/** Value below which `part` of sorted ones lie. */
const quantileOf = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(part * sorted.length) - 1))]!;

/** Draws of one sample: for each quantile, its logarithm in every draw. */
function drawsOf(sample: Sample, { quantiles, resamples }: RatioOptions, random: () => number): number[][] {
  const draws: number[][] = quantiles.map(() => []);
  for (let i = 0; i < resamples; i++)
    for (const [q, value] of sample.drawn(quantiles, random).entries()) draws[q]!.push(value);
  return draws;
}

/**
 * Bootstrap intervals of the ratios of quantiles. Whole starts are drawn, then whole rounds, then durations. The percentile interval of
 * the draws at 95 % is widened on the logarithmic scale, each half by the same factor, to the confidence that is asked for, and for
 * there being few starts: Student's t instead of the normal distribution with Welch's degrees of freedom, and n / (n - 1).
 * source: Davison & Hinkley, Bootstrap Methods and their Application, 3.8; Hesterberg 2015, What Teachers Should Know about the
 * Bootstrap, on the narrowness of percentile intervals of small samples. Both samples need two units at least.
 */
export function ratiosOf(older: Sample, newer: Sample, options: RatioOptions): RatioFound[] {
  const { quantiles, seed, confidence } = options;
  const random = randomOf(seed);
  const [olds, news] = [older, newer].map((sample) => drawsOf(sample, options, random)) as [
    number[][],
    number[][],
  ];
  const [countOld, countNew] = [units(older), units(newer)];
  const few = Math.sqrt(Math.max(countOld / (countOld - 1), countNew / (countNew - 1)));
  const [pointsOld, pointsNew] = [older.quantiles(quantiles), newer.quantiles(quantiles)];
  return quantiles.map((_part, q) => {
    const log = pointsNew[q]! - pointsOld[q]!;
    const draws = news[q]!.map((value, i) => value - olds[q]![i]!).sort((a, b) => a - b);
    const [varOld, varNew] = [variance(olds[q]!), variance(news[q]!)];
    const spread = varOld ** 2 / (countOld - 1) + varNew ** 2 / (countNew - 1);
    const freedom = spread === 0 ? countOld + countNew - 2 : (varOld + varNew) ** 2 / spread;
    const widen = (studentQuantile((1 - confidence) / 2, Math.max(1, freedom)) / drawnQuantile) * few;
    const tail = (1 - drawnConfidence) / 2;
    return {
      old: Math.exp(pointsOld[q]!),
      new: Math.exp(pointsNew[q]!),
      ratio: Math.exp(log),
      low: Math.exp(log - widen * Math.max(0, log - quantileOf(draws, tail))),
      high: Math.exp(log + widen * Math.max(0, quantileOf(draws, 1 - tail) - log)),
    };
  });
}
