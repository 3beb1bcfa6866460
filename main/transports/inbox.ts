import { Fault } from '#shared/faults.ts';

/** Lets the source of an inbox be slowed down. */
export interface Tap {
  pause(): void;
  resume(): void;
}

/**
 * Bytes that arrived and were not read yet, bounded: above `limit` bytes the source is paused, so a device that talks
 * without end fills its own buffers and not this process. One reader at a time.
 */
export class Inbox {
  #chunks: Uint8Array[] = [];
  #size = 0;
  #paused = false;
  #failure: Fault | null = null;
  #waiting: { resolve(bytes: Uint8Array): void; reject(error: unknown): void } | null = null;
  #signal: AbortSignal | null = null;
  readonly #tap: Tap;
  readonly #limit: number;

  constructor(tap: Tap, limit: number) {
    this.#tap = tap;
    this.#limit = limit;
  }

  /** Bytes that wait for a reader. */
  get size(): number {
    return this.#size;
  }

  /** Takes what arrived. */
  put(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const waiting = this.#waiting;
    if (waiting !== null) {
      this.#waiting = null;
      waiting.resolve(bytes);
      return;
    }
    this.#chunks.push(bytes);
    this.#size += bytes.length;
    if (this.#size >= this.#limit && !this.#paused) {
      this.#paused = true;
      this.#tap.pause();
    }
  }

  /** No more bytes will come. What arrived before can still be read; then every read rejects with `why`. */
  end(why: Fault): void {
    if (this.#failure !== null) return;
    this.#failure = why;
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#signal = null;
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.reject(why);
  }

  /** The next bytes. Rejects with the end's fault, or with CANCELLED (or the signal's own Fault) when aborted. */
  take(signal: AbortSignal): Promise<Uint8Array> {
    const first = this.#chunks.shift();
    if (first !== undefined) {
      this.#size -= first.length;
      if (this.#paused && this.#size < this.#limit / 2) {
        this.#paused = false;
        this.#tap.resume();
      }
      return Promise.resolve(first);
    }
    if (this.#failure !== null) return Promise.reject(this.#failure);
    if (signal.aborted) return Promise.reject(abortFault(signal));
    if (this.#waiting !== null)
      return Promise.reject(new Fault('INTERNAL', 'Two readers asked one link for bytes at the same time.'));
    this.#attend(signal);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  /** One reader reads with one signal for as long as it lives: it is listened to once, not for every read. */
  #attend(signal: AbortSignal): void {
    if (this.#signal === signal) return;
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#signal = signal;
    signal.addEventListener('abort', this.#onAbort);
  }

  readonly #onAbort = (): void => {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (this.#signal !== null) waiting?.reject(abortFault(this.#signal));
  };

  /** Forgets what arrived. */
  drop(): void {
    this.#chunks = [];
    this.#size = 0;
    if (this.#paused) {
      this.#paused = false;
      this.#tap.resume();
    }
  }
}

/** Why a signal was aborted, as a Fault: its own reason when that is one, else CANCELLED. */
export function abortFault(signal: AbortSignal): Fault {
  return signal.reason instanceof Fault
    ? signal.reason
    : new Fault('CANCELLED', 'The exchange was cancelled.');
}

/** The work's end, or the signal's fault at once when it is aborted before: the work itself goes on. */
export function within<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(abortFault(signal));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    const settled = (): void => signal.removeEventListener('abort', onAbort);
    work.finally(settled).then(resolve, reject);
  });
}
