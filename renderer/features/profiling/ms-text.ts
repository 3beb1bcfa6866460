import { signPlace } from '#shared/quantity/decimal-sign.ts';
import { formatFixed } from '#shared/quantity/format.ts';

/** What stands in a cell where nothing was measured. */
export const nothingText = '–';

/** Decimals of a time in ms, so that two or three digits say something: 0.183, 4.92, 21.4, 412. At most three. */
export function msDecimals(ms: number): number {
  const size = Math.abs(ms);
  if (size >= 99.95) return 0;
  if (size >= 9.995) return 1;
  return size >= 0.9995 ? 2 : 3;
}

/** A time in ms without its unit: `0.183`, `21.4`, `1 240`; under 0.5 µs `<0.001`, and `–` where nothing was measured. */
export function msText(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return nothingText;
  if (ms > 0 && ms < 0.0005) return '<0.001';
  return formatFixed(ms, msDecimals(ms));
}

/** A time with the unit that fits it: `8 µs`, `4.92 ms`, `1.24 s`; `–` where nothing was measured. */
export function timeText(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return nothingText;
  if (ms === 0) return '0 ms';
  if (Math.abs(ms) < 0.0995) return `${formatFixed(ms * 1000, Math.abs(ms) < 0.00995 ? 1 : 0)} µs`;
  if (Math.abs(ms) < 999.5) return `${formatFixed(ms, Math.min(msDecimals(ms), 2))} ms`;
  return `${formatFixed(ms / 1000, Math.abs(ms) < 99_950 ? 2 : 0)} s`;
}

/** A rate a second: `0.02`, `11.2`, `182`. */
export function rateText(rate: number): string {
  if (rate === 0) return '0';
  if (rate < 0.005) return '<0.01';
  return formatFixed(rate, rate >= 99.95 ? 0 : rate >= 0.995 ? 1 : 2);
}

/** A part of one as percent, with its sign: `0.4 %`, `28 %`. */
export function percentText(part: number): string {
  const percent = part * 100;
  if (percent > 0 && percent < 0.05) return '<0.1 %';
  return `${formatFixed(percent, percent < 9.95 ? 1 : 0)} %`;
}

/** A number as text, cut at its decimal point, so that a column can be aligned on it. */
export function atPoint(text: string): readonly [whole: string, fraction: string] {
  const at = signPlace(text);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at)];
}
