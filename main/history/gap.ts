import type { KeptGap } from './gap-file.ts';

/** What a row about lost records says. Times as ISO 8601. */
export interface GapDetail {
  readonly lost: number;
  readonly from: string;
  readonly to: string;
}

/** Where the count is kept beside the memory; see `GapFile`. */
interface Keeper {
  read(): KeptGap | null;
  write(gap: KeptGap | null): void;
}

/** Records that could not be written, and have to be confessed as soon as something can be written again. */
export class Gap {
  readonly #keeper: Keeper | null;
  #count = 0;
  #from = Number.POSITIVE_INFINITY;
  #to = Number.NEGATIVE_INFINITY;

  /** Begins with what the console before could not confess. */
  constructor(keeper: Keeper | null = null) {
    this.#keeper = keeper;
    const left = keeper?.read() ?? null;
    if (left === null) return;
    this.#count = left.count;
    this.#from = left.from;
    this.#to = left.to;
  }

  get open(): boolean {
    return this.#count > 0;
  }

  /** `count` more records, of this time (epoch ms), were lost. */
  widen(at: number, count = 1): void {
    // The clock may be set back meanwhile.
    this.#from = Math.min(this.#from, at);
    this.#to = Math.max(this.#to, at);
    this.#count += count;
    this.#keep();
  }

  #keep(): void {
    this.#keeper?.write(this.#count === 0 ? null : { count: this.#count, from: this.#from, to: this.#to });
  }

  /**
   * Hands what is known so far to `write`, and starts anew; what is lost meanwhile belongs to the next row. When `write`
   * rejects, nothing was confessed and it all stays. Resolves with whether it was written.
   */
  async confess(write: (detail: GapDetail) => Promise<unknown>): Promise<boolean> {
    const [count, from, to] = [this.#count, this.#from, this.#to];
    this.#count = 0;
    this.#from = Number.POSITIVE_INFINITY;
    this.#to = Number.NEGATIVE_INFINITY;
    try {
      await write({ lost: count, from: new Date(from).toISOString(), to: new Date(to).toISOString() });
      this.#keep();
      return true;
    } catch {
      this.widen(from, count);
      this.#to = Math.max(this.#to, to);
      this.#keep();
      return false;
    }
  }
}
