/** What a scope measures of one trace. V, Hz, s; null where there is nothing to measure. */
export interface Measured {
  readonly max: number;
  readonly min: number;
  readonly peakToPeak: number;
  readonly average: number;
  readonly rms: number;
  readonly frequency: number | null;
  readonly period: number | null;
}

/** A trace that moves less than this many counts has no period. */
const leastCounts = 6;

/** Measures a trace of volts with `interval` seconds between samples; `step`: volts a count. */
export function measure(volts: Float64Array, interval: number, step: number): Measured {
  let [max, min, sum, squares] = [-Infinity, Infinity, 0, 0];
  for (let at = 0; at < volts.length; at++) {
    const each = volts[at] as number;
    max = Math.max(max, each);
    min = Math.min(min, each);
    sum += each;
    squares += each * each;
  }
  const average = sum / volts.length;
  const rms = Math.sqrt(squares / volts.length);
  const period = max - min < leastCounts * step ? null : periodOf(volts, (max + min) / 2, (max - min) / 5);
  const seconds = period === null ? null : period * interval;
  return {
    max,
    min,
    peakToPeak: max - min,
    average,
    rms,
    period: seconds,
    frequency: seconds === null ? null : 1 / seconds,
  };
}

/** Samples between the first and the last rise through the middle, by their number; a rise counts after a fall beyond the band. */
function periodOf(volts: Float64Array, middle: number, band: number): number | null {
  const rises: number[] = [];
  let armed = false;
  for (let at = 1; at < volts.length; at++) {
    const before = volts[at - 1] as number;
    const now = volts[at] as number;
    if (now < middle - band) armed = true;
    if (!armed || !(now >= middle)) continue;
    armed = false;
    rises.push(at - 1 + (now === before ? 1 : (middle - before) / (now - before)));
  }
  const [first, last] = [rises[0], rises.at(-1)];
  return rises.length < 2 || first === undefined || last === undefined
    ? null
    : (last - first) / (rises.length - 1);
}
