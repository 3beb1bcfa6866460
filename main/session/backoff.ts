/**
 * Milliseconds to wait before try number `attempt` (0 is the first after a loss): doubled each time up to `max`, and
 * spread over the upper half, so that ten consoles do not knock at one instrument in step.
 */
export function backoffMs(
  attempt: number,
  first: number,
  max: number,
  random: () => number = Math.random,
): number {
  const full = Math.min(max, first * 2 ** Math.min(attempt, 30));
  return full / 2 + (full / 2) * random();
}

/** A wait that can be cut short. */
export class Pause {
  #wake: (() => void) | null = null;

  /** Resolves after `ms`, or when `end` is called. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.end(), ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Ends the wait, when there is one. */
  end(): void {
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }
}
