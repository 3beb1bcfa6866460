/** Counts what a text could not take, by why. */
export class LeftOut {
  readonly #counts = new Map<string, number>();

  /** One more, for this reason: a phrase that goes on from a number (`12 were never sent`). */
  add(why: string): void {
    this.#counts.set(why, (this.#counts.get(why) ?? 0) + 1);
  }

  /** All of it, the most frequent reason first. */
  get list(): { why: string; count: number }[] {
    return [...this.#counts]
      .map(([why, count]) => ({ why, count }))
      .sort((a, b) => b.count - a.count || a.why.localeCompare(b.why));
  }
}
