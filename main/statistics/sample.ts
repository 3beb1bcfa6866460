import { bucketStart } from '#main/profiling/buckets.ts';

/** What was measured without a break: durations, ms; or counts by bucket of a slice of time (`Counts`, flat). */
export type Round = { readonly ms: readonly number[] } | { readonly counts: readonly number[] };

/** Rounds that belong together: of one fresh start of a program, or of one minute. They may have something in common. */
export type Start = readonly Round[];

/** Measurements of one thing. */
export type Measurements = readonly Start[];

/** A round over the levels of its sample: which level, how often. */
interface Leveled {
  readonly levels: Uint32Array;
  readonly counts: Float64Array;
  readonly total: number;
}

/** Above so many, drawing anew within a round changes nothing that can be seen beside the differences between rounds. */
const drawnWithin = 100;

/**
 * Measurements, made ready to be drawn from again and again: every value that occurs is a level, from a low to a high logarithm (the
 * same for a single duration; the width of the bucket for counts).
 */
export class Sample {
  readonly starts: readonly (readonly Leveled[])[];
  readonly total: number;
  readonly #low: Float64Array;
  readonly #width: Float64Array;
  readonly #weights: Float64Array;

  constructor(measured: Measurements) {
    const kept = measured
      .map((start) => start.map(entriesOf).filter(({ size }) => size > 0))
      .filter((start) => start.length > 0);
    const all = new Map<number, number>();
    for (const start of kept)
      for (const round of start) for (const [low, { width }] of round) all.set(low, width);
    const lows = [...all.keys()].sort((a, b) => a - b);
    const levelOf = new Map(lows.map((low, level) => [low, level]));
    this.#low = Float64Array.from(lows);
    this.#width = Float64Array.from(lows, (low) => all.get(low)!);
    this.#weights = new Float64Array(lows.length);
    this.starts = kept.map((start) =>
      start.map((round) => {
        const entries = [...round];
        const counts = Float64Array.from(entries, ([, { count }]) => count);
        return {
          levels: Uint32Array.from(entries, ([low]) => levelOf.get(low)!),
          counts,
          total: counts.reduce((sum, count) => sum + count, 0),
        };
      }),
    );
    this.total = this.starts.flat().reduce((sum, { total }) => sum + total, 0);
  }

  /** What was measured, as it is. Logarithms of the quantiles (0 to 1) in ms. */
  quantiles(at: readonly number[]): number[] {
    this.#weights.fill(0);
    for (const start of this.starts) for (const round of start) this.#add(round);
    return this.#quantiles(at);
  }

  /** The same of a draw: starts, then rounds of each, then (of small rounds) durations, each as many as there are, with replacement. */
  drawn(at: readonly number[], random: () => number): number[] {
    this.#weights.fill(0);
    for (let i = 0; i < this.starts.length; i++) {
      const start = pick(this.starts, random);
      for (let j = 0; j < start.length; j++) {
        const round = pick(start, random);
        if (round.total > drawnWithin) this.#add(round);
        else this.#draw(round, random);
      }
    }
    return this.#quantiles(at);
  }

  #add({ levels, counts }: Leveled): void {
    for (let i = 0; i < levels.length; i++) this.#weights[levels[i]!]! += counts[i]!;
  }

  #draw({ levels, counts, total }: Leveled, random: () => number): void {
    const single = levels.length === total;
    for (let n = 0; n < total; n++) {
      if (single) {
        this.#weights[levels[Math.floor(random() * total)]!]!++;
        continue;
      }
      let left = random() * total;
      let i = 0;
      while (i < levels.length - 1 && left >= counts[i]!) left -= counts[i++]!;
      this.#weights[levels[i]!]!++;
    }
  }

  /** The inverse of the distribution; inside a bucket, as if its durations were spread evenly on the logarithmic scale. */
  #quantiles(at: readonly number[]): number[] {
    const weights = this.#weights;
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return at.map((part) => {
      const rank = part * total;
      let below = 0;
      for (let level = 0; level < weights.length; level++) {
        const weight = weights[level]!;
        // Sums of whole numbers are exact; only the rank is rounded.
        if (weight > 0 && below + weight >= rank - 1e-9)
          return this.#low[level]! + this.#width[level]! * Math.max(0, (rank - below) / weight);
        below += weight;
      }
      return Number.NaN;
    });
  }
}

const pick = <T>(list: readonly T[], random: () => number): T => list[Math.floor(random() * list.length)]!;

/** Levels of a round, by their low logarithms. A duration of nothing counts as 0.1 µs, as in the buckets. */
function entriesOf(round: Round): Map<number, { width: number; count: number }> {
  const entries = new Map<number, { width: number; count: number }>();
  const add = (low: number, width: number, count: number): void => {
    const known = entries.get(low);
    if (known === undefined) entries.set(low, { width, count });
    else known.count += count;
  };
  if ('ms' in round) for (const ms of round.ms) add(Math.log(Math.max(bucketStart(0), ms)), 0, 1);
  else
    for (let i = 0; i < round.counts.length; i += 2) {
      const from = Math.log(bucketStart(round.counts[i]!));
      add(from, Math.log(bucketStart(round.counts[i]! + 1)) - from, round.counts[i + 1]!);
    }
  return entries;
}
