/**
 * Where a ruler ends: at the range of the instrument, or a little beyond the envelope when that is much narrower, so that
 * 3.3 V under a limit of 5.5 V does not become a stub on a scale of 60 V.
 */
export function rulerEnd(rangeMax: number, limit: number | null): number {
  return limit === null || limit <= 0 ? rangeMax : Math.min(rangeMax, limit * 1.12);
}
