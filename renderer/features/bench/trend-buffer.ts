/** Least and most of the readings in one column of a trend. */
interface Bucket {
  readonly index: number;
  min: number;
  max: number;
}

/**
 * The last stretch of one quantity, in columns of equal time: memory and drawing follow the width of the screen, not the
 * count of readings. Columns stand on multiples of their width, so that a reading falls into the same one again.
 */
export class TrendBuffer {
  readonly spanMs: number;
  readonly columns: number;
  readonly widthMs: number;
  readonly #buckets: Bucket[] = [];
  #last: { readonly at: number; readonly value: number } | null = null;

  constructor(spanMs: number, columns: number) {
    this.spanMs = spanMs;
    this.columns = columns;
    this.widthMs = spanMs / columns;
  }

  /** The newest reading. */
  get last(): { readonly at: number; readonly value: number } | null {
    return this.#last;
  }

  /** Adds a reading. One that is not newer than the newest, or not finite, is not added. */
  add(at: number, value: number): boolean {
    if (!Number.isFinite(value) || (this.#last !== null && at <= this.#last.at)) return false;
    this.#last = { at, value };
    this.#merge(Math.floor(at / this.widthMs), value, value);
    this.#prune(at);
    return true;
  }

  /** Puts history where nothing has come in: `min` and `max` for equal parts of `from` to `to`, NaN where nothing was read. */
  fill(from: number, to: number, min: ArrayLike<number>, max: ArrayLike<number>): void {
    const part = (to - from) / Math.max(min.length, 1);
    const here = new Set(this.#buckets.map(({ index }) => index));
    const past = new Map<number, Bucket>();
    for (let column = 0; column < min.length; column++) {
      const low = min[column] ?? Number.NaN;
      const high = max[column] ?? Number.NaN;
      const index = Math.floor((from + (column + 0.5) * part) / this.widthMs);
      if (Number.isNaN(low) || Number.isNaN(high) || here.has(index)) continue;
      const bucket = past.get(index) ?? { index, min: low, max: high };
      past.set(index, { index, min: Math.min(bucket.min, low), max: Math.max(bucket.max, high) });
    }
    this.#buckets.push(...past.values());
    this.#buckets.sort((one, other) => one.index - other.index);
    this.#prune(Math.max(to, this.#last?.at ?? to));
  }

  /** Least and most of everything that is held; null when nothing is. */
  range(): readonly [number, number] | null {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const bucket of this.#buckets) {
      low = Math.min(low, bucket.min);
      high = Math.max(high, bucket.max);
    }
    return low <= high ? [low, high] : null;
  }

  /**
   * Two values a column, least and most, from column `first` on, `count` columns. `undefined` where nothing was read but the
   * line goes on; null where it must break, since nothing was read for longer than `gapMs`.
   */
  column(first: number, count: number, gapMs: number): (number | null | undefined)[] {
    const values = Array.from<number | null | undefined>({ length: count * 2 });
    const gap = Math.max(gapMs / this.widthMs, 1);
    let before: Bucket | null = null;
    for (const bucket of this.#buckets) {
      const place = (bucket.index - first) * 2;
      if (place >= 0 && place < values.length) {
        // The order of the two follows the line, so that a slope is not drawn as a saw.
        const falling = before !== null && before.max > bucket.max;
        values[place] = falling ? bucket.max : bucket.min;
        values[place + 1] = falling ? bucket.min : bucket.max;
        if (before !== null && bucket.index - before.index > gap)
          values.fill(null, Math.max((before.index - first + 1) * 2, 0), place);
      }
      before = bucket;
    }
    return values;
  }

  #merge(index: number, low: number, high: number): void {
    const before = this.#buckets.at(-1);
    if (before !== undefined && before.index >= index) {
      before.min = Math.min(before.min, low);
      before.max = Math.max(before.max, high);
    } else this.#buckets.push({ index, min: low, max: high });
  }

  #prune(now: number): void {
    const oldest = Math.floor((now - this.spanMs) / this.widthMs) - 1;
    const keep = this.#buckets.findIndex((bucket) => bucket.index >= oldest);
    if (keep > 0) this.#buckets.splice(0, keep);
    else if (keep === -1) this.#buckets.length = 0;
  }
}
