/**
 * One deadline after the other, nearly for nothing: a timer is only made when none is running that would look in time.
 * Most deadlines are met, so most timers would be made to be taken away again.
 */
export class Deadline {
  readonly #late: () => void;
  #due = Number.POSITIVE_INFINITY;
  #looksAt = Number.POSITIVE_INFINITY;
  #timer: NodeJS.Timeout | null = null;

  /** `late` is called once for each deadline that passes. */
  constructor(late: () => void) {
    this.#late = late;
  }

  /** From now on `ms` are left. Takes the place of the deadline before. */
  set(ms: number): void {
    this.#due = performance.now() + ms;
    if (this.#due < this.#looksAt) this.#lookIn(ms);
  }

  /** It was met. */
  met(): void {
    this.#due = Number.POSITIVE_INFINITY;
  }

  #lookIn(ms: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#looksAt = performance.now() + ms;
    this.#timer = setTimeout(() => this.#look(), ms);
    // What it waits for has a socket, which keeps the process alive as long as it matters.
    this.#timer.unref();
  }

  #look(): void {
    this.#timer = null;
    this.#looksAt = Number.POSITIVE_INFINITY;
    if (this.#due === Number.POSITIVE_INFINITY) return;
    const left = this.#due - performance.now();
    if (left >= 1) {
      this.#lookIn(left);
      return;
    }
    this.#due = Number.POSITIVE_INFINITY;
    this.#late();
  }
}
