import { abortFault } from '#main/transports/inbox.ts';
import { untilAborted } from './signal.ts';

/**
 * Gives up promises when a signal is aborted. A session uses one signal for as long as it lives: it is listened to once,
 * not for every call.
 */
export class AbortWatch {
  #signal: AbortSignal | null = null;
  readonly #given = new Set<() => void>();

  /** What `promise` comes to, or the signal's fault as soon as it is aborted; then `onAbort` is called too. */
  until<T>(promise: Promise<T>, signal: AbortSignal, onAbort: () => void): Promise<T> {
    // Two at a time with two signals: the second one is on its own.
    if (signal !== this.#signal && this.#given.size > 0) return untilAborted(promise, signal, onAbort);
    this.#attend(signal);
    return new Promise((resolve, reject) => {
      const give = (): void => {
        reject(abortFault(signal));
        onAbort();
      };
      this.#given.add(give);
      promise.then(
        (value) => {
          this.#given.delete(give);
          resolve(value);
        },
        (error) => {
          this.#given.delete(give);
          reject(error);
        },
      );
      if (signal.aborted) this.#onAbort();
    });
  }

  #attend(signal: AbortSignal): void {
    if (this.#signal === signal) return;
    this.stop();
    this.#signal = signal;
    signal.addEventListener('abort', this.#onAbort);
  }

  /** Listens no more. */
  stop(): void {
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#signal = null;
  }

  readonly #onAbort = (): void => {
    const given = [...this.#given];
    this.#given.clear();
    for (const give of given) give();
  };
}
