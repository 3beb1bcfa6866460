/**
 * Logarithmic buckets of durations: each is 5 % wider than the one before it, from 0.1 µs to about 1,000 s. What is shorter or
 * longer counts in the first or the last.
 */
const lowestMs = 1e-4;
const growth = Math.log(1.05);
export const bucketCount = Math.ceil(Math.log(1e6 / lowestMs) / growth);

/** The bucket of a duration. */
export function bucketOf(ms: number): number {
  if (!(ms > lowestMs)) return 0;
  return Math.min(bucketCount - 1, Math.floor(Math.log(ms / lowestMs) / growth));
}

/** Where a bucket begins, ms. The end is the beginning of the next. */
export const bucketStart = (bucket: number): number => lowestMs * Math.exp(bucket * growth);

/** The middle of a bucket on the logarithmic scale, ms: what a duration in it is taken for, true to 2.5 %. */
export const bucketMiddle = (bucket: number): number => lowestMs * Math.exp((bucket + 0.5) * growth);

/**
 * Counts of the buckets that have any, in rising order, flat: bucket, count, bucket, count, ... Flat, because thousands of them
 * are kept, and pairs would take five times the memory.
 */
export type Counts = readonly number[];

/** Calls back with each bucket that has any, and how many. */
export function eachCount(counts: Counts, tell: (bucket: number, count: number) => void): void {
  for (let at = 0; at < counts.length; at += 2) tell(counts[at]!, counts[at + 1]!);
}

/** How many there are in all. */
export function totalOf(counts: Counts): number {
  let total = 0;
  for (let at = 1; at < counts.length; at += 2) total += counts[at]!;
  return total;
}

/** The duration below which `percent` of all lie, ms; null where there is none. Within 2.5 %. */
export function percentileOf(counts: Counts, percent: number): number | null {
  const total = totalOf(counts);
  if (total === 0) return null;
  const rank = Math.max(1, Math.ceil((total * percent) / 100));
  let seen = 0;
  for (let at = 0; at < counts.length; at += 2) {
    seen += counts[at + 1]!;
    if (seen >= rank) return bucketMiddle(counts[at]!);
  }
  return null;
}

/** What a table of counts by bucket holds, flat. */
export function sparse(table: Uint32Array): Counts {
  const found: number[] = [];
  for (let bucket = 0; bucket < table.length; bucket++)
    if (table[bucket]! > 0) found.push(bucket, table[bucket]!);
  return found;
}

const scratch = new Uint32Array(bucketCount);

/** Several counts as one. */
export function merged(all: Iterable<Counts>): Counts {
  scratch.fill(0);
  for (const counts of all)
    for (let at = 0; at < counts.length; at += 2) scratch[counts[at]!]! += counts[at + 1]!;
  return sparse(scratch);
}

/** Percentiles of several counts as one, ms, in the order asked for (rising); null where there are none. Makes no list of them first. */
export function percentilesOf(all: readonly Counts[], percents: readonly number[]): (number | null)[] {
  scratch.fill(0);
  let total = 0;
  for (const counts of all)
    for (let at = 0; at < counts.length; at += 2) {
      const count = counts[at + 1]!;
      scratch[counts[at]!]! += count;
      total += count;
    }
  if (total === 0) return percents.map(() => null);
  let [bucket, seen] = [0, scratch[0]!];
  return percents.map((percent) => {
    const rank = Math.max(1, Math.ceil((total * percent) / 100));
    while (seen < rank) seen += scratch[++bucket]!;
    return bucketMiddle(bucket);
  });
}
