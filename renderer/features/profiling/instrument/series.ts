import { type LogAxis, logAxis, logPart } from '#renderer/features/profiling/log-axis.ts';

/** A point of ten seconds: when it began (ms since 1970), and a time in ms; null where nothing was measured. */
export interface Point {
  readonly at: number;
  readonly value: number | null;
}
export interface Line {
  readonly id: 'queueP95' | 'wireP95' | 'wireP50' | 'p95';
  readonly label: string;
  readonly points: readonly Point[];
}

export interface DrawnLine {
  readonly id: Line['id'];
  readonly label: string;
  readonly path: string;
  /** px from the top at which its newest value stands, and that value; null where there is none. */
  readonly end: { readonly y: number; readonly value: number } | null;
}

export interface Drawn {
  readonly axis: LogAxis;
  readonly lines: readonly DrawnLine[];
}

/** How long the drawing goes back, ms. */
export const seriesMs = 600_000;
/** Between two points of a line that is not broken, ms: a slice, and some lateness of the clock that ends it. */
const gapMs = 15_000;

/** Lines on one logarithmic axis of time, over the ten minutes up to `now`, for a drawing of `width` by `height` px. */
export function drawSeries(lines: readonly Line[], now: number, width: number, height: number): Drawn {
  const from = now - seriesMs;
  const inside = lines.map((line) => ({
    ...line,
    points: line.points.filter(({ at, value }) => at >= from && at <= now && value !== null && value > 0),
  }));
  const axis = logAxis(inside.flatMap(({ points }) => points.map(({ value }) => value ?? 0)));
  const x = (at: number): number => ((at - from) / seriesMs) * width;
  const y = (value: number): number => (1 - logPart(axis, value)) * height;
  return {
    axis,
    lines: inside.map(({ id, label, points }) => {
      let path = '';
      points.forEach(({ at, value }, index) => {
        const before = points[index - 1]?.at;
        const joined = before !== undefined && at - before <= gapMs;
        const after = points[index + 1]?.at;
        const alone = !joined && (after === undefined || after - at > gapMs);
        const place = `${x(at).toFixed(1)} ${y(value ?? 0).toFixed(1)}`;
        path += alone ? `M${place}h2` : `${joined ? 'L' : 'M'}${place}`;
      });
      const last = points.at(-1);
      const value = last?.value ?? null;
      return { id, label, path, end: value === null ? null : { y: y(value), value } };
    }),
  };
}
