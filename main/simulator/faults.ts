/**
 * What a test, a trainer or a person at the command line can make a simulated instrument do wrong. Change it at any
 * time: it counts from the next message, `unsolicitedMs` and `refusing` at once.
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
  /** All faults are gone after this many messages, of all clients together. Infinity: they stay until they are cleared. */
  messages = Number.POSITIVE_INFINITY;
  /** Like many small instruments: while one client is connected, every other one is closed at once. */
  oneClient = false;
  #refusing = false;
  #unsolicitedMs = 0;
  readonly #listeners = new Set<() => void>();

  /** Each client gets a line that nobody asked for, this often. ms; 0: never. */
  get unsolicitedMs(): number {
    return this.#unsolicitedMs;
  }
  set unsolicitedMs(ms: number) {
    this.#unsolicitedMs = ms;
    this.#tell();
  }

  /** Its port is closed, as that of a device that restarts: connections end, new ones are refused. */
  get refusing(): boolean {
    return this.#refusing;
  }
  set refusing(refusing: boolean) {
    this.#refusing = refusing;
    this.#tell();
  }

  /** Nothing is wrong any more. */
  clear(): void {
    // The fields that are nobody's accessors: exactly those that can be assigned.
    Object.assign(this, new Faults());
    this.#unsolicitedMs = 0;
    this.#refusing = false;
    this.#tell();
  }

  /** One message ran. */
  count(): void {
    if (--this.messages <= 0) this.clear();
  }

  /** Calls when `unsolicitedMs` or `refusing` is set. Returns what takes the listener away. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

export const noFaults = (): Faults => new Faults();
