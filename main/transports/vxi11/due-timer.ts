import { performance } from 'node:perf_hooks';

/**
 * Looks whether something is late, nearly for nothing: a timer is only made when none is running that looks in time. Most
 * calls are answered, so most timers would be made to be taken away again.
 */
export class DueTimer {
  readonly #earliest: () => number;
  readonly #late: () => void;
  #timer: NodeJS.Timeout | null = null;
  #looksAt = Number.POSITIVE_INFINITY;

  /** `earliest`: when the next thing is due (`performance.now()`, ms), or infinity. `late` is called when that has passed. */
  constructor(earliest: () => number, late: () => void) {
    this.#earliest = earliest;
    this.#late = late;
  }

  /** Something is due then. */
  expect(due: number): void {
    if (due >= this.#looksAt) return;
    this.stop();
    this.#looksAt = due;
    this.#timer = setTimeout(() => this.#look(), Math.max(1, Math.ceil(due - performance.now())));
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#looksAt = Number.POSITIVE_INFINITY;
  }

  #look(): void {
    this.stop();
    const earliest = this.#earliest();
    if (earliest === Number.POSITIVE_INFINITY) return;
    if (earliest <= performance.now()) this.#late();
    else this.expect(earliest);
  }
}
