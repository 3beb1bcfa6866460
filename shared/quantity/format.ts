import { decimalSign } from './decimal-sign.ts';
import { prefixFor } from './prefixes.ts';

/** What stands where a number would, when there is none that can be trusted. Never an old value. */
export const unknownNumber = '\u2212 \u2212 \u2212';
const minus = '\u2212';
const thin = '\u2009';

/** Decimals that show every step of a resolution: 0.001 gives 3, 0.0005 gives 4, 10 gives 0. At most 12. */
export function decimalsFor(resolution: number): number {
  if (!(resolution > 0) || !Number.isFinite(resolution)) return 0;
  for (let decimals = 0; decimals < 12; decimals++) {
    const scaled = resolution * 10 ** decimals;
    if (scaled >= 1 - 1e-9 && Math.abs(scaled - Math.round(scaled)) < 1e-6) return decimals;
  }
  return 12;
}

/**
 * Fixed decimals, the decimal sign of this window, true minus, thin spaces between thousands. A value that rounds to nothing has no sign. Null and
 * values that are not finite give `− − −`.
 */
export function formatFixed(value: number | null, decimals: number): string {
  if (value === null || !Number.isFinite(value)) return unknownNumber;
  const text = Math.abs(value).toFixed(Math.min(Math.max(Math.trunc(decimals), 0), 20));
  // From 1e21 on, toFixed answers in exponent form; grouping would cut it apart.
  if (text.includes('e')) return `${value < 0 ? minus : ''}${text}`;
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/gu, thin);
  const sign = value < 0 && /[1-9]/u.test(text) ? minus : '';
  return `${sign}${grouped}${fraction === undefined ? '' : decimalSign() + fraction}`;
}

/** A number in engineering form, in its parts, so that the unit can be set smaller. */
export interface SiText {
  readonly number: string;
  /** Prefix and unit: `mV`. */
  readonly unit: string;
}

/** Engineering prefix and a fixed count of significant digits (1 to 15): 0.48143 A with 4 gives `481.4`, `mA`. */
export function formatSi(value: number | null, unit: string, significant = 4): SiText {
  if (value === null || !Number.isFinite(value)) return { number: unknownNumber, unit };
  if (value === 0) return { number: formatFixed(0, significant - 1), unit };
  // Rounded first: 999.96 m with 4 digits is 1.000, not 1000.0 m.
  const [mantissa = '0', exponentText = '0'] = Math.abs(value)
    .toExponential(significant - 1)
    .split('e');
  const exponent = Number(exponentText);
  const power = Math.min(Math.max(Math.floor(exponent / 3) * 3, -12), 12);
  const scaled = Number(`${mantissa}e${exponent - power}`);
  const decimals = Math.max(significant - 1 - (exponent - power), 0);
  return {
    number: formatFixed(Math.sign(value) * scaled, decimals),
    unit: `${prefixFor[power] ?? ''}${unit}`,
  };
}

/** How a step of one digit is said: 0.1 V gives `100 mV`. */
export function formatStep(step: number, unit: string): string {
  const si = formatSi(step, unit, 1);
  return `${si.number} ${si.unit}`;
}
