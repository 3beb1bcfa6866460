import { abortFault } from '#main/transports/inbox.ts';
import type { Fault } from '#shared/faults.ts';

interface Waiting {
  readonly signal: AbortSignal;
  readonly onAbort: () => void;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** One bus, had by one at a time: first come, first served. */
export class Turns {
  readonly #waiting: Waiting[] = [];
  #taken = false;
  #over: Fault | null = null;

  /** How many wait for it. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Resolves when the bus is the caller's, who gives it back with `give`. Rejects with the signal's fault, or the end's. */
  take(signal: AbortSignal): Promise<void> {
    if (this.#over !== null) return Promise.reject(this.#over);
    if (signal.aborted) return Promise.reject(abortFault(signal));
    if (!this.#taken) {
      this.#taken = true;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        signal,
        resolve,
        reject,
        onAbort: () => {
          this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
          reject(abortFault(signal));
        },
      };
      this.#waiting.push(waiting);
      signal.addEventListener('abort', waiting.onAbort, { once: true });
    });
  }

  give(): void {
    const next = this.#waiting.shift();
    if (next === undefined) {
      this.#taken = false;
      return;
    }
    next.signal.removeEventListener('abort', next.onAbort);
    next.resolve();
  }

  /** Nobody gets it any more. */
  end(why: Fault): void {
    this.#over ??= why;
    for (const { signal, onAbort, reject } of this.#waiting.splice(0)) {
      signal.removeEventListener('abort', onAbort);
      reject(this.#over);
    }
  }
}
