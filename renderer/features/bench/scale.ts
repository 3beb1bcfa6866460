import { rulerScale } from '#renderer/ui/ruler-scale.ts';

/**
 * Where a ruler ends: at the range of the instrument, or at the next short tick beyond the envelope when that is much
 * narrower, so that 3.3 V under a limit of 5.5 V does not become a stub on a scale of 60 V.
 */
export function rulerEnd(rangeMax: number, limit: number | null): number {
  if (limit === null || limit <= 0) return rangeMax;
  const beyond = limit * 1.08;
  const { minor } = rulerScale(0, beyond);
  return Math.min(rangeMax, Number((Math.ceil(beyond / minor - 1e-9) * minor).toPrecision(6)));
}

/** True while a reading near zero has also been below it within the last minute: its sign comes and goes. */
export function waversAroundZero(value: number | null, range: readonly [number, number] | null): boolean {
  return value !== null && range !== null && range[0] < 0 && Math.abs(value) <= -10 * range[0];
}

/**
 * The room, in em of the reading, that the widest number of a range takes with its unit. The sign is in it: one comes only
 * around zero, in the place of the second digit. From the range and not from the reading, so that size stands still.
 */
export function roomFor(rangeMax: number, decimals: number): number {
  const whole = Math.max(Math.floor(rangeMax).toString().length, 2);
  return (whole + Math.max(decimals, 4)) * 0.64 + 0.9;
}

/**
 * The ends of a ruler for what has no range of its own: zero, and the next 1, 2 or 5 times a power of ten beyond everything of
 * the last minute; to both sides where it has been below zero.
 */
export function rulerAround(
  value: number | null,
  range: readonly [number, number] | null,
): readonly [number, number] {
  if (value === null && range === null) return [0, 1];
  const all = [value ?? 0, ...(range ?? [])];
  const most = Math.max(...all.map(Math.abs), 1e-12) * 1.05;
  const power = 10 ** Math.floor(Math.log10(most));
  const end = Number((([1, 2, 5].find((step) => step * power >= most) ?? 10) * power).toPrecision(6));
  return [Math.min(...all) < -end / 50 ? -end : 0, end];
}
