import { randomOf } from './random.ts';
import { type Measurements, Sample } from './sample.ts';
import { studentQuantile } from './student.ts';

/** Draws of one look: the width is a decision whether to go on measuring, no result. */
const draws = 200;

/**
 * How well the median of what was measured is known: half of its 95 % interval over starts, on the logarithmic scale (0.1: within about
 * 10 %). Infinite where there are fewer than two starts. The draws come from a seed.
 */
export function medianSpread(measured: Measurements, seed = 1): number {
  const sample = new Sample(measured);
  const count = sample.starts.length;
  if (count < 2) return Number.POSITIVE_INFINITY;
  const random = randomOf(seed);
  const drawn = Array.from({ length: draws }, () => sample.drawn([0.5], random)[0]!);
  const mean = drawn.reduce((sum, value) => sum + value, 0) / draws;
  const variance = drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (draws - 1);
  return Math.sqrt((variance * count) / (count - 1)) * studentQuantile(0.025, count - 1);
}
