import type { MeterFunction } from './meter-functions.ts';

/** The ranges of each function, smallest first. V, A, ohms; a frequency has none to choose. */
export const meterRanges: Readonly<Record<MeterFunction, readonly number[]>> = {
  VOLT: [0.1, 1, 10, 100, 1000],
  'VOLT:AC': [0.1, 1, 10, 100, 1000],
  CURR: [0.01, 0.1, 1, 10],
  'CURR:AC': [0.01, 0.1, 1, 10],
  RES: [100, 1000, 10_000],
  FREQ: [],
};
export const functionUnits = {
  VOLT: 'V',
  'VOLT:AC': 'V',
  CURR: 'A',
  'CURR:AC': 'A',
  RES: 'OHM',
  FREQ: 'HZ',
} as const satisfies Record<MeterFunction, string>;

/** How far a range reaches beyond its name; the largest ends where it says. */
const overRange = 1.2;

/** How one function measures. `range`: the one it is in while `auto` is off. `cycles`: of the mains (50 Hz). */
export interface MeterSettings {
  readonly range: number;
  readonly auto: boolean;
  readonly cycles: number;
}

/** At power on, and after `*RST`. */
export const initialSettings = (of: MeterFunction): MeterSettings => ({
  range: meterRanges[of].at(-1) ?? 0,
  auto: true,
  cycles: 1,
});

/** What a converter can integrate over, in cycles of the mains; and the part of the range that is then one count. */
const apertures = [
  { cycles: 0.02, part: 1e-4 },
  { cycles: 0.2, part: 1e-5 },
  { cycles: 1, part: 1e-6 },
  { cycles: 10, part: 1e-6 },
  { cycles: 100, part: 1e-6 },
] as const;
const longest = apertures[4];

/** The shortest aperture that is no shorter than this. */
export const aperture = (cycles: number): { readonly cycles: number; readonly part: number } =>
  apertures.find((each) => each.cycles >= cycles) ?? longest;

/** The smallest range that is no smaller than this, as a range is chosen by what is expected. */
export const rangeNamed = (of: MeterFunction, value: number): number =>
  meterRanges[of].find((range) => range >= value) ?? meterRanges[of].at(-1) ?? 0;

/** One count for a value with these settings; null when the value is beyond the range. */
export function countFor(
  of: MeterFunction,
  value: number,
  { range, auto, cycles }: MeterSettings,
): number | null {
  const size = Math.abs(value);
  if (!Number.isFinite(size)) return null;
  const { part } = aperture(cycles);
  const ranges = meterRanges[of];
  // A counter shows as many digits of any frequency.
  if (ranges.length === 0) return 10 ** Math.ceil(Math.log10(Math.max(size, 1))) * part;
  const reach = (each: number): number => (each === ranges.at(-1) ? each : each * overRange);
  const taken = auto ? ranges.find((each) => size <= reach(each)) : size <= reach(range) ? range : undefined;
  return taken === undefined ? null : taken * part;
}
