/** Moments that are remembered of one thing: ten a second for a minute. */
const kept = 600;

/** When something happened: how often since the start, and the last 600 moments. Times in ms, on the clock of whoever adds them. */
export class Moments {
  readonly #ring = new Float64Array(kept);
  total = 0;

  add(at: number): void {
    this.#ring[this.total % kept] = at;
    this.total++;
  }

  /** Those at or after `from`, oldest first; the last 600 at most. */
  since(from: number): readonly number[] {
    const found: number[] = [];
    for (let index = Math.max(0, this.total - kept); index < this.total; index++) {
      const at = this.#ring[index % kept]!;
      if (at >= from) found.push(at);
    }
    return found;
  }
}
