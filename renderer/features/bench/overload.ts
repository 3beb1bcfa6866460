/**
 * What an instrument sends for a reading beyond its range.
 * source: SCPI-1999, volume 1, 7.2.1.4: infinity is 9.9E+37, not a number is 9.91E+37.
 */
const infinity = 9.9e37;
const notANumber = 9.91e37;

/** True for the answer that stands for "beyond the range", of either sign. */
export const isOverload = (value: number): boolean =>
  Math.abs(value) >= infinity * (1 - 1e-6) && Math.abs(Math.abs(value) / notANumber - 1) > 1e-4;

/** True for a number that was measured, and can be drawn. */
export const isMeasured = (value: number): boolean =>
  Number.isFinite(value) && Math.abs(value) < infinity * (1 - 1e-6);
