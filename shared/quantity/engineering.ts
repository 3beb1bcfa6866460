import { decimalsFor, formatFixed, unknownNumber } from './format.ts';
import { prefixFor } from './prefixes.ts';

/** Down at less than this part of a prefix, up at its thousandfold: a value around a border does not change prefix each time. */
const lower = 0.95;

/**
 * The power of ten of the prefix that suits a value: 0.0021 gives -3, 4700 gives 3. `before`: the power so far, which is kept
 * while the value is at its border, or 0, or null. `least` and `most` bound it.
 */
export function prefixPower(value: number | null, before = 0, least = -12, most = 12): number {
  const size = Math.abs(value ?? 0);
  if (size === 0 || !Number.isFinite(size)) return before;
  if (size >= lower * 10 ** before && size < 1000 * 10 ** before) return before;
  const power = Math.floor(Math.log10(size) / 3 + 1e-9) * 3;
  return Math.min(Math.max(power, least), most);
}

/** `kHz` for Hz at 3. */
export const prefixedUnit = (unit: string, power: number): string => `${prefixFor[power] ?? ''}${unit}`;

/** A value in its prefix, without losing digits to binary fractions: 1000.1 at 3 is 1.0001. */
export function atPower(value: number, power: number): number {
  // A small number, or a very large one, is written with an exponent of its own.
  const [mantissa, exponent] = Number(value.toPrecision(15)).toExponential().split('e');
  return Number(`${mantissa}e${Number(exponent) - power}`);
}

/**
 * Decimals of a value in its prefix: those of the resolution, but no more than `digits` digits in all; a meter of six and a half
 * digits has seven.
 */
export function decimalsAt(value: number | null, resolution: number, power: number, digits = 7): number {
  const whole = Math.max(Math.floor(Math.log10(Math.max(Math.abs(value ?? 0) / 10 ** power, 1))) + 1, 1);
  const all = decimalsFor(Number((resolution / 10 ** power).toPrecision(6)));
  return Math.max(Math.min(all, digits - whole), 0);
}

/**
 * A setpoint with a prefix from kilo on: 1000 Hz gives `1.000 kHz`, 1234.5678 Hz `1.2345678 kHz`. Every digit that is set is
 * shown, zeros beyond three decimals are not. No thousands spaces, so that it can be typed back. `least`: the lowest power of ten of
 * its prefix; at -12, 0.001 s is `1.000 ms`.
 */
export function formatPrefixed(value: number | null, unit: string, resolution: number, least = 0): string {
  if (value === null || !Number.isFinite(value)) return unknownNumber;
  const size = Math.abs(value);
  const power = size < 1000 && (size >= 1 || least === 0) ? 0 : prefixPower(value, 0, least);
  const most = Math.min(Math.max(decimalsFor(resolution) + power, 0), 12);
  const kept = Math.min(most, 3);
  const full = formatFixed(atPower(value, power), most).replace(/\u2009/gu, '');
  const spare = /[.,]\d*?(0*)$/u.exec(full)?.[1]?.length ?? 0;
  const number = full.slice(0, full.length - Math.min(spare, most - kept));
  return `${number} ${prefixedUnit(unit, power)}`;
}
