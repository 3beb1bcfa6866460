/** One value that was changed at the instrument, from the first to the last of a series of changes. Times are epoch ms. */
export interface Change {
  /** A setpoint, `function`, `output` or `input`. */
  readonly what: string;
  readonly was: number | string | boolean | null;
  readonly now: number | string | boolean;
  readonly at: number;
}

/** A knob that is being turned is one change when it has stood still for this long. ms */
const settledMs = 1000;

/** Changes at the instrument, until each has settled. Holds one entry a value: a knob that never rests takes no memory. */
export class Changes {
  readonly #open = new Map<string, Change>();

  add(what: string, was: Change['was'], now: Change['now'], at: number): void {
    const before = this.#open.get(what);
    this.#open.set(what, { what, was: before?.was ?? was, now, at });
  }

  /** Takes those that have not changed again for a second. What came back to where it was is none. */
  takeSettled(at: number): readonly Change[] {
    if (this.#open.size === 0) return [];
    const settled = [...this.#open.values()].filter(
      (change) => at - change.at >= settledMs || at < change.at,
    );
    for (const { what } of settled) this.#open.delete(what);
    return settled.filter(({ was, now }) => was !== now);
  }
}
