export interface Trend {
  /** A path for an SVG of `width` by `height`; empty where there is no point. */
  readonly path: string;
  /** Newest value that there is; null for none. */
  readonly last: number | null;
}

/**
 * A line from its least to its most, broken where nothing was measured; a point that stands alone is a short dash. Values that
 * hardly differ lie flat in the middle: noise is not stretched to the full height.
 */
export function trendLine(values: readonly (number | null)[], width: number, height: number): Trend {
  const known = values.filter((value) => value !== null);
  const last = known.at(-1) ?? null;
  if (last === null) return { path: '', last };
  const least = Math.min(...known);
  const most = Math.max(...known);
  const middle = (least + most) / 2;
  const span = Math.max(most - least, Math.abs(middle) * 0.5, Number.MIN_VALUE);
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  const y = (value: number): string => (height * (0.5 - (value - middle) / span)).toFixed(1);
  let path = '';
  values.forEach((value, index) => {
    if (value === null) return;
    const x = index * step;
    const joined = index > 0 && values[index - 1] !== null;
    const alone = !joined && (values[index + 1] ?? null) === null;
    path += alone
      ? `M${Math.max(x - 1.5, 0).toFixed(1)} ${y(value)}h3`
      : `${joined ? 'L' : 'M'}${x.toFixed(1)} ${y(value)}`;
  });
  return { path, last };
}
