import type { Procedure } from '#shared/contract/declare.ts';
import type { Fault } from '#shared/faults.ts';
import { maxCredit } from '#shared/rpc/frames.ts';

/** One call or stream that runs: how it is stopped, and how many items its reader wants. */
export class Running {
  readonly procedure: Procedure;
  readonly #abort = new AbortController();
  #credit: number;
  #wake: (() => void) | null = null;
  /** Why it was stopped, when the window has to be told. */
  fault: Fault | null = null;

  constructor(procedure: Procedure, credit: number) {
    this.procedure = procedure;
    this.#credit = credit;
  }
  get signal(): AbortSignal {
    return this.#abort.signal;
  }
  get stopped(): boolean {
    return this.#abort.signal.aborted;
  }
  /** Tells the handler to stop. `fault`: tells the window so as well. */
  stop(fault: Fault | null = null): void {
    if (this.stopped) return;
    this.fault = fault;
    // Whoever works for it can tell a seat that was locked from a reader who wants no more.
    this.#abort.abort(fault ?? undefined);
    this.#wake?.();
  }
  addCredit(more: number): void {
    this.#credit = Math.min(this.#credit + more, maxCredit);
    this.#wake?.();
  }
  spend(): void {
    this.#credit--;
  }
  /** Resolves when the reader wants an item, or when it is stopped. */
  async wanted(): Promise<void> {
    while (this.#credit <= 0 && !this.stopped)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    this.#wake = null;
  }
  /** What the work answers, or null when it is stopped first; what comes of it after that is dropped. */
  unlessStopped<T>(work: Promise<T>): Promise<T | null> {
    return new Promise((resolve, reject) => {
      this.#wake = () => {
        if (this.stopped) resolve(null);
      };
      this.#wake();
      work.then(resolve, reject);
    });
  }
}
