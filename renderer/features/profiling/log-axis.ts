/** A logarithmic axis from `from` to `to`, both above 0. */
export interface LogAxis {
  readonly from: number;
  readonly to: number;
}

export interface Tick {
  readonly value: number;
  /** 0 to 1 along the axis. */
  readonly part: number;
  /** A long tick has a label. */
  readonly long: boolean;
}

/** Steps inside a decade at which an axis may end. */
const ends = [1, 2, 5, 10] as const;

/** The greatest of 1, 2, 5 times a power of ten that is not above `value`. */
function floorEnd(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-12);
  const step = ends.findLast((each) => each * power <= value * (1 + 1e-12)) ?? 1;
  return step * power;
}
function ceilEnd(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-12);
  const step = ends.find((each) => each * power >= value * (1 - 1e-12)) ?? 10;
  return step * power;
}

/**
 * An axis on which all of `values` lie, from and to a round number, at least a decade long. What is not above 0 has no place on it;
 * nothing that has: from 0.1 to 100.
 */
export function logAxis(values: readonly number[]): LogAxis {
  const placed = values.filter((value) => value > 0 && Number.isFinite(value));
  if (placed.length === 0) return { from: 0.1, to: 100 };
  let from = floorEnd(Math.min(...placed));
  let to = ceilEnd(Math.max(...placed));
  while (to / from < 10 - 1e-9) {
    to = ceilEnd(to * 1.5);
    if (to / from < 10 - 1e-9) from = floorEnd(from / 1.5);
  }
  return { from, to };
}

/** Where a value stands, 0 to 1. What lies outside stands at the end. */
export function logPart({ from, to }: LogAxis, value: number): number {
  if (!(value > from)) return 0;
  return Math.min(Math.log(value / from) / Math.log(to / from), 1);
}

/** Long ticks at 1, 2, 5 on an axis of two decades or less, at 1 otherwise; short ticks at every step of a decade between. */
export function logTicks(axis: LogAxis): readonly Tick[] {
  const { from, to } = axis;
  const decades = Math.log10(to / from);
  const long = decades <= 2.01 ? [1, 2, 5] : [1];
  const ticks: Tick[] = [];
  for (let power = 10 ** Math.floor(Math.log10(from) + 1e-9); power <= to * 1.0001; power *= 10)
    for (let step = 1; step < 10; step++) {
      // Powers of ten by multiplication drift; a label must not.
      const value = Number((step * power).toPrecision(6));
      if (value < from * 0.9999 || value > to * 1.0001) continue;
      ticks.push({ value, part: logPart(axis, value), long: long.includes(step) });
    }
  return ticks;
}
