import { abortFault } from '#main/transports/inbox.ts';

/**
 * When the synchronous channel may be written to. An interruption is told on both channels, in any order; nothing is
 * sent until both have told. source: IVI-6.1 2.0, 3.1.2, rules for clients. A status query that carries the news of a
 * delivered reply is waited for, too: overtaken by the next message, it would make that one an interruption.
 */
export class Gate {
  #told = { synchronous: 0, asynchronous: 0 };
  #queries = 0;
  #waiting = new Set<() => void>();

  get open(): boolean {
    return this.#told.synchronous === this.#told.asynchronous && this.#queries === 0;
  }

  /** The asynchronous channel has told of an interruption that the synchronous one has not reached yet. */
  get behind(): boolean {
    return this.#told.asynchronous > this.#told.synchronous;
  }

  interrupted(channel: 'synchronous' | 'asynchronous'): void {
    this.#told[channel]++;
    this.#look();
  }

  /** A status query that must not be overtaken is under way, until what this returns is called. */
  query(): () => void {
    this.#queries++;
    return () => {
      this.#queries--;
      this.#look();
    };
  }

  /** Behind a device clear nothing is owed any more. */
  reset(): void {
    this.#told = { synchronous: 0, asynchronous: 0 };
    this.#look();
  }

  /** Resolves when it is open. Rejects with the signal's fault. */
  async wait(signal: AbortSignal): Promise<void> {
    while (!this.open) {
      if (signal.aborted) throw abortFault(signal);
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const onAbort = (): void => reject(abortFault(signal));
      this.#waiting.add(resolve);
      signal.addEventListener('abort', onAbort, { once: true });
      try {
        await promise;
      } finally {
        this.#waiting.delete(resolve);
        signal.removeEventListener('abort', onAbort);
      }
    }
  }

  #look(): void {
    if (!this.open) return;
    for (const resolve of this.#waiting) resolve();
  }
}
