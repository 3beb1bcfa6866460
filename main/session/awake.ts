/** An instrument that answers this fast is worth waiting for awake, ms. Those on a network take ten times as long. */
const fastMs = 0.25;
/** Questions that follow each other within this time are a run, ms. A poll is none. */
const runMs = 1;

/**
 * Keeps the event loop from sleeping while an answer is expected at once: falling asleep and being woken takes longer than
 * a fast instrument needs (half of the time there and back, measured; docs/decisions/0023). Only within a run of questions, of
 * which the last was answered within 0.25 ms, and never longer than that: everything else that happens is served meanwhile.
 */
export class Awake {
  #askedAt = -Infinity;
  #answeredAt = -Infinity;
  #tookMs = Infinity;
  #waiting = false;
  readonly #now: () => number;
  readonly #soon: (work: () => void) => void;

  /** `now`: a monotonic clock, ms; `soon`: runs something in the next turn of the event loop. */
  constructor(now: () => number = () => performance.now(), soon: (work: () => void) => void = setImmediate) {
    this.#now = now;
    this.#soon = soon;
  }

  /** A question goes out now. */
  asked(): void {
    const now = this.#now();
    const run = now - this.#answeredAt < runMs && this.#tookMs < fastMs;
    this.#askedAt = now;
    this.#waiting = run;
    if (run) this.#soon(this.#again);
  }

  /** It was answered, or given up. */
  over(): void {
    this.#waiting = false;
    this.#answeredAt = this.#now();
    this.#tookMs = this.#answeredAt - this.#askedAt;
  }

  readonly #again = (): void => {
    if (this.#waiting && this.#now() - this.#askedAt < fastMs) this.#soon(this.#again);
    else this.#waiting = false;
  };
}
