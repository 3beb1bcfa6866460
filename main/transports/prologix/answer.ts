import type { Fault } from '#shared/faults.ts';
import { abortFault } from '#main/transports/inbox.ts';
import { isPadding } from './wording.ts';

/** Bytes that are handed on before the end of the answer is known. */
const enough = 1 << 16;

/**
 * What comes back for one command, until the adapter is idle again. A short answer is handed on whole, so that a second
 * one in it is seen; a long one in pieces.
 */
export class Answer {
  #chunks: Uint8Array[] = [];
  #size = 0;
  #over = false;
  #failure: Fault | null = null;
  #taker: { resolve(): void; reject(error: unknown): void } | null = null;
  #room: (() => void) | null = null;
  #ignored: { readonly excess: () => void } | null = null;

  get over(): boolean {
    return this.#over || this.#failure !== null;
  }

  /** Takes what arrived. Resolves when there is room for more. */
  put(bytes: Uint8Array): Promise<void> | void {
    if (bytes.length === 0) return;
    if (this.#ignored !== null) {
      if (!bytes.every(isPadding)) this.#ignored.excess();
      return;
    }
    this.#chunks.push(bytes);
    this.#size += bytes.length;
    if (this.#size < enough) return;
    this.#wake();
    return new Promise((resolve) => {
      this.#room = resolve;
    });
  }

  /** The command is over. */
  end(): void {
    this.#over = true;
    this.#wake();
  }

  fail(why: Fault): void {
    if (this.over) return;
    this.#failure = why;
    this.#wake();
  }

  /** What came so far, and whether that is all. One taker at a time. Rejects with the signal's fault, or the end's. */
  async take(signal: AbortSignal): Promise<{ readonly bytes: Uint8Array; readonly over: boolean }> {
    if (signal.aborted) throw abortFault(signal);
    if (!this.over && this.#size < enough)
      await new Promise<void>((resolve, reject) => {
        const onAbort = (): void => {
          this.#taker = null;
          reject(abortFault(signal));
        };
        signal.addEventListener('abort', onAbort, { once: true });
        this.#taker = {
          resolve: () => {
            signal.removeEventListener('abort', onAbort);
            resolve();
          },
          reject,
        };
      });
    if (this.#failure !== null && this.#size === 0) throw this.#failure;
    return { bytes: this.#all(), over: this.#over };
  }

  /** Nobody wants the rest. `excess` is called when there is more of it than padding. */
  ignore(excess: () => void): void {
    const left = this.#all();
    this.#ignored = { excess };
    if (!left.every(isPadding)) excess();
  }

  #all(): Uint8Array {
    const [only] = this.#chunks;
    const all =
      this.#chunks.length === 1 && only !== undefined ? only : Buffer.concat(this.#chunks, this.#size);
    this.#chunks = [];
    this.#size = 0;
    const room = this.#room;
    this.#room = null;
    room?.();
    return all;
  }

  #wake(): void {
    const taker = this.#taker;
    this.#taker = null;
    taker?.resolve();
  }
}

/** What is remembered of an answer that should be short, pieces. */
const pieces = 4;

/** All of an answer that is short. What is too long for one is cut. Rejects with the signal's fault; the rest is nobody's then. */
export async function whole(answer: Answer, signal: AbortSignal): Promise<Uint8Array> {
  try {
    const parts: Uint8Array[] = [];
    for (;;) {
      const { bytes, over } = await answer.take(signal);
      if (parts.length < pieces) parts.push(bytes);
      if (over) return Buffer.concat(parts);
    }
  } catch (error) {
    answer.ignore(() => undefined);
    throw error;
  }
}
