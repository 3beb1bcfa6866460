import { abortFault } from '#main/transports/inbox.ts';

/**
 * When the synchronous channel may be written to. An interruption is told on both channels, in any order; nothing is
 * sent until both have told. source: IVI-6.1 2.0, 3.1.2, rules for clients. A status query that carries the news of a
 * delivered reply is waited for, too: overtaken by the next message, it would make that one an interruption.
 */
export class Gate {
  #told = { synchronous: 0, asynchronous: 0 };
  #queries = 0;
  #clearing = false;
  #waiting = new Set<() => void>();

  get open(): boolean {
    return !this.#clearing && this.#told.synchronous === this.#told.asynchronous && this.#queries === 0;
  }

  /** The asynchronous channel has told of an interruption that the synchronous one has not reached yet. */
  get behind(): boolean {
    return this.#told.asynchronous > this.#told.synchronous;
  }

  /** A device clear is under way. */
  get clearing(): boolean {
    return this.#clearing;
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

  /** A device clear begins: what would be written in the middle of it would be thrown away. */
  clear(): void {
    this.#clearing = true;
  }

  /** Behind a device clear nothing is owed any more. What waited goes out in this very call. */
  reset(): void {
    this.#clearing = false;
    this.#told = { synchronous: 0, asynchronous: 0 };
    this.#look();
  }

  /** Does it as soon as the gate is open, in the turn in which it opens. Rejects with the signal's fault, and it is not done. */
  pass(action: () => Promise<void>, signal: AbortSignal): Promise<void> {
    if (this.open) return action();
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#waiting.delete(onOpen);
        reject(abortFault(signal));
      };
      const onOpen = (): void => {
        this.#waiting.delete(onOpen);
        signal.removeEventListener('abort', onAbort);
        resolve(action());
      };
      this.#waiting.add(onOpen);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  #look(): void {
    for (const each of this.#waiting) if (this.open) each();
  }
}
