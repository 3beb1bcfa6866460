import type { Histogram as Bars } from '#shared/contract/tally.ts';

/** As many bins as there ever are. */
const most = 128;
/** Ranges of a meter have digits that are finer than what it says of all its readings: two decades. */
const finer = 2;
/** Bins are numbered from zero: beyond this a number with its neighbours would not be exact. */
const countable = 2 ** 50;

/**
 * Counts values in bins of one width, however many and however far apart they are. When a value would need more bins than there
 * are, two neighbours merge, next time five, and so on: a width is always 1 or 2 times a power of ten, so that each bin has as
 * many digits of a reading in it as the next. Every value is in a bin, always.
 */
export class Histogram {
  /** The first width. A value that is a whole number of these is never at an edge. */
  readonly #step: number;
  /** A bin is this many steps wide. */
  #wide = 1;
  #merges: 2 | 5 = 2;
  /** Of the first bin, in bins from zero. */
  #first = 0;
  #counts: number[] = [];

  /** `resolution`: the smallest step of the values as it is known, above 0. */
  constructor(resolution: number) {
    this.#step = Number(`1e${Math.floor(Math.log10(resolution) + 1e-9) - finer}`);
  }

  /** A finite value. */
  add(value: number): void {
    const step = Math.floor(value / this.#step + 0.5);
    let bin = Math.floor(step / this.#wide);
    while (!this.#fits(bin)) {
      this.#merge();
      bin = Math.floor(step / this.#wide);
    }
    if (this.#counts.length === 0) this.#first = bin;
    if (bin < this.#first) {
      this.#counts.unshift(...zeros(this.#first - bin));
      this.#first = bin;
    } else if (bin > this.#last) this.#counts.push(...zeros(bin - this.#last));
    this.#counts[bin - this.#first]! += 1;
  }

  /** The bins from the first to the last that counts anything; null when none does. */
  get bars(): Bars | null {
    if (this.#counts.length === 0) return null;
    const width = this.#wide * this.#step;
    return { from: this.#first * width, width, counts: [...this.#counts] };
  }

  get #last(): number {
    return this.#first + this.#counts.length - 1;
  }

  #fits(bin: number): boolean {
    if (Math.abs(bin) > countable) return false;
    return this.#counts.length === 0 || Math.max(bin, this.#last) - Math.min(bin, this.#first) < most;
  }

  #merge(): void {
    const many = this.#merges;
    const first = Math.floor(this.#first / many);
    const merged = this.#counts.length === 0 ? [] : zeros(Math.floor(this.#last / many) - first + 1);
    for (const [place, count] of this.#counts.entries())
      merged[Math.floor((this.#first + place) / many) - first]! += count;
    this.#wide *= many;
    this.#merges = many === 2 ? 5 : 2;
    this.#first = first;
    this.#counts = merged;
  }
}

const zeros = (length: number): number[] => Array.from({ length }, () => 0);
