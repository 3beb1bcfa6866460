import type { DischargeCurve, DischargeRun, DischargeWish } from '#shared/contract/discharge.ts';

/** Fewer points, or a shorter stretch of seconds, say nothing about where the voltage goes. */
const leastPoints = 12;
const leastSeconds = 2;
/** A slope is told when it is this many times its own uncertainty. */
const leastSure = 4;

/** How far a test is, for the guess when it will be over. */
export interface Progress {
  readonly elapsedMs: number;
  readonly ampHours: number;
  readonly volts: number | null;
  readonly amps: number | null;
  readonly curve: DischargeCurve;
}

/** What will probably end a test first, and in how many ms. Null when nothing can be said. */
export function timeLeft(wish: DischargeWish, progress: Progress): DischargeRun['left'] {
  const { elapsedMs, ampHours, amps } = progress;
  const guesses: NonNullable<DischargeRun['left']>[] = [];
  if (wish.maxSeconds !== null) guesses.push({ by: 'time', ms: wish.maxSeconds * 1000 - elapsedMs });
  if (wish.maxAmpHours !== null && amps !== null && amps > 0)
    guesses.push({ by: 'capacity', ms: ((wish.maxAmpHours - ampHours) / amps) * 3_600_000 });
  const slope = untilCutOff(wish.cutOff, progress);
  if (slope !== null) guesses.push({ by: 'slope', ms: slope });
  const [first] = guesses.toSorted((a, b) => a.ms - b.ms);
  return first === undefined ? null : { ...first, ms: Math.max(first.ms, 0) };
}

/** ms until the voltage is at the cut-off, if it goes on falling as in the last quarter of the test. */
function untilCutOff(cutOff: number, { volts, curve }: Progress): number | null {
  const { seconds } = curve;
  const last = seconds.at(-1);
  if (volts === null || last === undefined) return null;
  const from = seconds.findIndex((each) => each >= 0.75 * last);
  const slope = steadySlope(seconds.subarray(from), curve.volts.subarray(from));
  return slope === null || slope >= 0 ? null : (Math.max(volts - cutOff, 0) / -slope) * 1000;
}

/** The slope of a straight line through the points, a second; null when it is not sure. Points without a value do not count. */
function steadySlope(seconds: Float64Array, volts: Float64Array): number | null {
  const known = [...volts.keys()].filter((at) => !Number.isNaN(volts[at]));
  const x = known.map((at) => seconds[at] as number);
  const y = known.map((at) => volts[at] as number);
  const span = (x.at(-1) ?? 0) - (x[0] ?? 0);
  if (known.length < leastPoints || span < leastSeconds) return null;
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const [middle, level] = [mean(x), mean(y)];
  let squares = 0;
  let products = 0;
  for (const [at, each] of x.entries()) {
    squares += (each - middle) ** 2;
    products += (each - middle) * ((y[at] as number) - level);
  }
  const slope = products / squares;
  const residue = x.reduce(
    (sum, each, at) => sum + ((y[at] as number) - level - slope * (each - middle)) ** 2,
    0,
  );
  const unsure = Math.sqrt(residue / (x.length - 2) / squares);
  return Math.abs(slope) >= leastSure * unsure ? slope : null;
}
