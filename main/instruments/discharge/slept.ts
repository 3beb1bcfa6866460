/**
 * The clock on the wall has gone on by so much more than the program has run: the PC has slept, or the program was stopped. Small
 * corrections of the clock stay below it. ms
 */
const sleptMs = 10_000;

/** Tells of a sleep that nobody announced, as to a console without a window of its own. Times are ms of the two clocks. */
export class Slept {
  #wall: number;
  #run: number;

  constructor(wall: number, run: number) {
    this.#wall = wall;
    this.#run = run;
  }

  /** True when there was a sleep since this was asked last. */
  since(wall: number, run: number): boolean {
    const slept = wall - this.#wall - (run - this.#run) > sleptMs;
    this.#wall = wall;
    this.#run = run;
    return slept;
  }
}
