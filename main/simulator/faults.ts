/**
 * What a test, a trainer or a person at the command line can make a simulated instrument do wrong. Change it at any
 * time: it counts from the next message, `unsolicitedMs` at once. An instrument that refuses is one that was closed.
 */
export class Faults {
  /** It waits this long before it runs each message; messages behind it wait too. ms. */
  slowMs = 0;
  /** It runs every message, and its answers are lost. */
  silent = false;
  /** It runs the next message of each connection, then closes the connection without an answer. */
  closing = false;
  /** It holds each answer back until the next query, and gives that one the answer to the query before it. */
  stale = false;
  /** As many bytes as the answer has, but none that mean anything; the terminator comes. */
  garbled = false;
  /** The answer comes without its terminator. */
  unterminated = false;
  /** The first half of the answer comes, then nothing; the connection stays open. */
  partial = false;
  /** A block announces more bytes than follow; text comes behind the header of a block. */
  lying = false;
  /** In place of the answer come digits without an end, up to `floodBytes`. */
  flood = false;
  #unsolicitedMs = 0;
  readonly #listeners = new Set<() => void>();

  /** Each client gets a line that nobody asked for, this often. ms; 0: never. */
  get unsolicitedMs(): number {
    return this.#unsolicitedMs;
  }
  set unsolicitedMs(ms: number) {
    this.#unsolicitedMs = ms;
    for (const listener of this.#listeners) listener();
  }

  /** Calls when `unsolicitedMs` is set. Returns what takes the listener away. */
  onUnsolicited(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}

export const noFaults = (): Faults => new Faults();
