import { placeLabels } from '#renderer/ui/plot-labels.ts';
import { type LogAxis, logPart } from '#renderer/features/profiling/log-axis.ts';

export interface Percentiles {
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

/** A percentile as it is drawn: a line at `x`, and its label around `label`, px. */
export interface Mark {
  readonly name: 'p50' | 'p95' | 'p99';
  readonly x: number;
  readonly label: number;
}

/** Room of a label, px. */
export const markWidth = 28;

/** Lines at the percentiles that are known; their labels side by side where the lines are closer than a label is wide. */
export function marksOf(axis: LogAxis, { p50, p95, p99 }: Percentiles, width: number): readonly Mark[] {
  const known = (
    [
      ['p50', p50],
      ['p95', p95],
      ['p99', p99],
    ] as const
  ).flatMap(([name, value]) => (value === null ? [] : [{ name, x: logPart(axis, value) * width }]));
  const placed = placeLabels(
    known.map(({ x }) => x - markWidth / 2),
    markWidth,
    width,
  );
  return known.map((mark, index) => ({ ...mark, label: (placed[index] ?? 0) + markWidth / 2 }));
}
