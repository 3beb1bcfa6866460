/** Where the ticks of a ruler stand, in its own unit. */
export interface RulerScale {
  readonly from: number;
  readonly to: number;
  /** Between two long ticks: 1, 2 or 5 times a power of ten. */
  readonly major: number;
  /** Between two short ticks. */
  readonly minor: number;
}

/** A scale from `from` to `to` with 4 to 10 long ticks at round numbers. An empty span is treated as one of 1. */
export function rulerScale(from: number, to: number): RulerScale {
  const end = to > from && Number.isFinite(to - from) ? to : from + 1;
  const span = end - from;
  const power = 10 ** Math.floor(Math.log10(span / 4));
  const multiple = [10, 5, 2, 1].find((candidate) => span / (candidate * power) >= 4) ?? 1;
  const major = multiple * power;
  return { from, to: end, major, minor: major / (multiple === 2 ? 4 : 5) };
}

/** The part (0 to 1) of the ruler at which a value stands. Values outside stand at the ends. Not finite: null. */
export function rulerPart(scale: RulerScale, value: number | null): number | null {
  if (value === null || !Number.isFinite(value)) return null;
  return Math.min(Math.max((value - scale.from) / (scale.to - scale.from), 0), 1);
}
