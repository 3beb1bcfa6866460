/** A rise of a setpoint, by the message that made it. */
interface Rise {
  /** Monotonic ms. */
  readonly at: number;
  readonly volts: number;
  readonly by: object;
}

/** The time that a slew limit looks back over. ms */
const windowMs = 1000;
/** Rises that are remembered: more in a second count as one. */
const most = 1000;

/** How far the voltage of one output has been told to rise in the last second. */
export class Rises {
  #rises: Rise[] = [];

  /** V in the last second, by other messages than this one. */
  others(by: object, now: number): number {
    this.#rises = this.#rises.filter(({ at }) => now - at < windowMs);
    return this.#rises.reduce((sum, rise) => (rise.by === by ? sum : sum + rise.volts), 0);
  }

  /** This message makes it rise so far. Said again, it counts once. */
  add(by: object, volts: number, now: number): void {
    this.#rises = this.#rises.filter((rise) => rise.by !== by);
    if (volts <= 0) return;
    const last = this.#rises.at(-1);
    if (this.#rises.length < most || last === undefined) this.#rises.push({ at: now, volts, by });
    else this.#rises[this.#rises.length - 1] = { at: now, volts: last.volts + volts, by: last.by };
  }
}
