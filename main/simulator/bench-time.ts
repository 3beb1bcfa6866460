/** Milliseconds that only grow, such as `performance.now`. */
export type Clock = () => number;

/**
 * The time of the bench, in seconds since it was built: the clock's, and what measurements have taken beyond it. A
 * measurement takes bench time and no waiting, so that it sees a settled circuit and still answers at once.
 */
export class BenchTime {
  readonly #clock: Clock;
  readonly #start: number;
  #ahead = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#start = clock();
  }

  get seconds(): number {
    return (this.#clock() - this.#start) / 1000 + this.#ahead;
  }

  /** Seconds that measurements have taken beyond the clock. */
  get ahead(): number {
    return this.#ahead;
  }

  take(seconds: number): void {
    this.#ahead += seconds;
  }
}
