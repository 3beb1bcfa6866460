/**
 * What a load's own law wants at a terminal whose voltage is `open - ohms * amps`: the amperes where both meet. `ohms`
 * is above 0.
 */
export type Law = (open: number, ohms: number) => number;

interface Answer {
  readonly amps: number;
  readonly volts: number;
}

/** Where the search stops: far below one count of any instrument. Amperes. */
const near = 1e-9;
/** As good as none: the law at a voltage that does not fall. Ohms. */
const stiff = 1e-9;

/**
 * Finds the current of a load while the rest of the circuit answers to it. The circuit asks one part after the other;
 * between a voltage that a supply holds and a voltage that a load holds, plain turns creep. So this one remembers what
 * each of its answers led to: it keeps the root in a bracket, and tries by turns a source that gives no more, the line
 * through the last two answers, and the middle.
 */
export class LoadSearch {
  #low = 0;
  #high = 0;
  #turn = 0;
  #likely = 0;
  #amps = 0;
  #last: Answer | null = null;

  /** A new search: at first the part carries nothing. `likely`: tried first. At most `most`. */
  begin(likely: number, most: number): void {
    this.#low = 0;
    this.#high = most;
    this.#turn = 0;
    this.#amps = 0;
    this.#last = null;
    this.#likely = likely;
  }
  /**
   * One turn: `open` is the voltage without this part after all others have answered to what this part last said, and
   * `ohms` how much it falls per ampere while they hold still. Returns the amperes to try, the same again at the end.
   */
  next(open: number, ohms: number, law: Law): number {
    const here = { amps: this.#amps, volts: open - ohms * this.#amps };
    const stuck = law(open, ohms);
    const wanted = law(here.volts, stiff);
    const off = Math.min(Math.abs(stuck - here.amps), Math.abs(wanted - here.amps), this.#high - this.#low);
    if (off <= near) return here.amps;
    if (wanted > here.amps) this.#low = Math.max(this.#low, here.amps);
    else this.#high = Math.min(this.#high, here.amps);
    const last = this.#last;
    this.#last = here;
    this.#amps = this.#propose(stuck, here, last, law);
    this.#turn++;
    return this.#amps;
  }

  #propose(stuck: number, here: Answer, last: Answer | null, law: Law): number {
    if (this.#turn === 0 && this.#likely > this.#low && this.#likely < this.#high) return this.#likely;
    const kind = this.#turn % 3;
    if (kind === 1 && last !== null) {
      const slope = (last.volts - here.volts) / (here.amps - last.amps);
      if (Number.isFinite(slope) && slope > 0) {
        const along = law(here.volts + slope * here.amps, slope);
        if (along > this.#low && along < this.#high) return along;
      }
    }
    if (kind === 2) return (this.#low + this.#high) / 2;
    return stuck > this.#low && stuck < this.#high ? stuck : (this.#low + this.#high) / 2;
  }
}
