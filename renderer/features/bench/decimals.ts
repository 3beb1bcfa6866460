import { decimalsFor } from '#shared/quantity/format.ts';

/**
 * Decimals that an instrument uses for a reading, as far as this one shows it: those of its setting, and up to two more
 * when it sends them. Digits that were never sent are not made up.
 */
export function decimalsSeen(value: number | null, resolution: number): number {
  const least = decimalsFor(resolution);
  if (value === null) return least;
  for (let decimals = least; decimals < least + 2; decimals++)
    if (Math.abs(value - Number(value.toFixed(decimals))) < 0.5 * 10 ** -(least + 3)) return decimals;
  return least + 2;
}
