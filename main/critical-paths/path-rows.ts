import type { PathRow } from '#shared/contract/baselines.ts';
import type { MeasuredPath } from './run.ts';

/** The duration below which a part (0 to 1) of sorted ones lie. */
const quantile = (sorted: readonly number[], part: number): number =>
  sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;

/** A path as it is shown: all its samples together. */
export function pathRow({ id, name, what, batch, starts, proof }: MeasuredPath): PathRow {
  const samples = starts.flat(2).sort((a, b) => a - b);
  const mean = samples.reduce((sum, ms) => sum + ms, 0) / samples.length;
  return {
    id,
    name,
    what,
    count: samples.length * batch,
    p50: quantile(samples, 0.5),
    p95: quantile(samples, 0.95),
    p99: quantile(samples, 0.99),
    perSecond: 1000 / mean,
    proof,
  };
}
