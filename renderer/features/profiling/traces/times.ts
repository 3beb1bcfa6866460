import { decimalsFor, formatFixed } from '#shared/quantity/format.ts';

/** A time with its unit, three digits at the most that say something: `0.031 ms`, `4.90 ms`, `412 ms`, `1.24 s`. */
export function msText(ms: number | null): string {
  if (ms === null) return '–';
  const size = Math.abs(ms);
  if (size >= 9995) return `${formatFixed(ms / 1000, 1)} s`;
  if (size >= 999.5) return `${formatFixed(ms / 1000, 2)} s`;
  return `${formatFixed(ms, size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3)} ms`;
}

/** Labels of an axis, all with the same decimals: `0`, `0.5 ms`. */
export function tickTexts(ticks: readonly number[]): string[] {
  const step = (ticks[1] ?? 1) - (ticks[0] ?? 0);
  const inSeconds = step >= 1000;
  const decimals = decimalsFor(Number((inSeconds ? step / 1000 : step).toPrecision(6)));
  return ticks.map((tick) =>
    tick === 0 ? '0' : `${formatFixed(inSeconds ? tick / 1000 : tick, decimals)} ${inSeconds ? 's' : 'ms'}`,
  );
}
