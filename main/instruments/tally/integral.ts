/** A gap longer than this is not bridged: nobody knows what flowed meanwhile. Milliseconds, and periods of polling. */
const bridged = { ms: 2000, periods: 3 } as const;

/** What flows at a moment: a number, or nothing because it is off, or null: it is not known. */
export type Flow = number | 'off' | null;

/** What flowed so far, and how much of the time that is known for. */
export interface Flowed {
  /** The integral over time, in the unit of the value times seconds. */
  readonly total: number;
  /** Milliseconds that it was on and integrated, and those of which nothing is known. The rest it was off. */
  readonly coveredMs: number;
  readonly gapMs: number;
}

/** Integrates a reading over time by the trapezoid rule; over a gap it adds nothing and says so. */
export class Integral {
  #total = 0;
  #coveredMs = 0;
  #gapMs = 0;
  /** The newest moment that was heard of. */
  #last: { readonly at: number; readonly flow: Flow } | null = null;
  /** What was before this moment has been reset. */
  #from = Number.NEGATIVE_INFINITY;

  /**
   * What flows at a moment (ms, any clock that does not go back). Between on and off it is taken to fall, or rise, evenly. What is
   * not newer than the last is not counted.
   */
  add(at: number, flow: Flow, periodMs: number): void {
    const last = this.#last;
    if (last !== null && at <= last.at) return;
    this.#last = { at, flow };
    if (last === null) return;
    const passed = at - last.at;
    const counted = this.#counted(last.at, at);
    if (last.flow === null || flow === null || passed > Math.max(bridged.ms, bridged.periods * periodMs))
      this.#gapMs += counted;
    else if (last.flow !== 'off' || flow !== 'off') {
      const [first, end] = [amount(last.flow), amount(flow)];
      const begin = end - (end - first) * (counted / passed);
      this.#total += ((begin + end) / 2) * (counted / 1000);
      this.#coveredMs += counted;
    }
  }

  /** What was read last does not lead to what will be read next: the time between them is a gap. */
  interrupt(): void {
    if (this.#last !== null) this.#last = { at: this.#last.at, flow: null };
  }

  /** What flowed until now. `interrupted`: a gap is going on. */
  flowedAt(at: number, interrupted: boolean): Flowed {
    const last = this.#last;
    const open = last !== null && (interrupted || last.flow === null) ? this.#counted(last.at, at) : 0;
    return { total: this.#total, coveredMs: this.#coveredMs, gapMs: this.#gapMs + open };
  }

  /** Begins anew at this moment. What goes on goes on from here. */
  reset(at: number): void {
    this.#total = this.#coveredMs = this.#gapMs = 0;
    this.#from = at;
  }

  /** Milliseconds of a time that are not from before the reset. */
  #counted(from: number, to: number): number {
    return Math.max(to - Math.max(from, this.#from), 0);
  }
}

const amount = (flow: number | 'off'): number => (flow === 'off' ? 0 : flow);
