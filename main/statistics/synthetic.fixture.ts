import type { Measurements } from './sample.ts';

/** Normally distributed numbers (mean 0, deviation 1). source: Box & Muller 1958. */
export const normalOf = (random: () => number) => (): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** How much starts, rounds and durations differ: standard deviations of their logarithms. */
export interface Spread {
  readonly start: number;
  readonly round: number;
  readonly single: number;
}

/** Durations around a median, ms, that differ by start, round and chance. */
export function synthetic(
  random: () => number,
  shape: { readonly starts: number; readonly rounds: number; readonly singles: number },
  { start, round, single }: Spread,
  medianMs = 1,
): Measurements {
  const normal = normalOf(random);
  return Array.from({ length: shape.starts }, () => {
    const ofStart = normal() * start;
    return Array.from({ length: shape.rounds }, () => {
      const ofRound = ofStart + normal() * round;
      return {
        ms: Array.from({ length: shape.singles }, () => medianMs * Math.exp(ofRound + normal() * single)),
      };
    });
  });
}
