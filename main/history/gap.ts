/** What a row about lost records says. Times as ISO 8601. */
export interface GapDetail {
  readonly lost: number;
  readonly from: string;
  readonly to: string;
}

/** Records that could not be written, and have to be confessed as soon as something can be written again. */
export class Gap {
  #count = 0;
  #from = Number.POSITIVE_INFINITY;
  #to = Number.NEGATIVE_INFINITY;

  get open(): boolean {
    return this.#count > 0;
  }

  /** `count` more records, of this time (epoch ms), were lost. */
  widen(at: number, count = 1): void {
    // The clock may be set back meanwhile.
    this.#from = Math.min(this.#from, at);
    this.#to = Math.max(this.#to, at);
    this.#count += count;
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
      return true;
    } catch {
      this.widen(from, count);
      this.#to = Math.max(this.#to, to);
      return false;
    }
  }
}
