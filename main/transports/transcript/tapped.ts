import type { Transport } from '#main/transports/transport.ts';
import type { Ear } from './recorder.ts';

/** Where a device keeps the ear that listens to its links now, if there is one. */
export interface Tap {
  ear: Ear | null;
  /** How messages end on the link that there is, or was last. */
  framing: Transport['framing'];
}

type Got = Awaited<ReturnType<Transport['read']>>;

/** A transport that lets somebody listen. While nobody does, calls go straight through. */
export class TappedTransport implements Transport {
  readonly turn?: (signal: AbortSignal) => Promise<void>;
  readonly done: () => void;
  readonly onServiceRequest: (listener: (statusByte: number | null) => void) => () => void;
  readonly #inner: Transport;
  readonly #tap: Tap;

  constructor(inner: Transport, tap: Tap) {
    this.#inner = inner;
    this.#tap = tap;
    const turn = inner.turn?.bind(inner);
    if (turn !== undefined) this.turn = turn;
    this.done = () => inner.done?.();
    this.onServiceRequest = (listener) =>
      inner.onServiceRequest?.((statusByte) => {
        tap.ear?.hear({ kind: 'bus', what: 'service', statusByte });
        listener(statusByte);
      }) ?? (() => undefined);
  }

  get framing(): Transport['framing'] {
    return this.#inner.framing;
  }

  get receive(): Transport['receive'] {
    return this.#inner.receive;
  }

  get blocks(): Transport['blocks'] {
    return this.#inner.blocks;
  }

  get state(): Transport['state'] {
    return this.#inner.state;
  }

  async open(signal: AbortSignal): Promise<void> {
    await this.#inner.open(signal);
    this.#tap.framing = this.#inner.framing;
    this.#tap.ear?.hear({ kind: 'opened' });
  }

  write(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    // Before the wire, as an answer may come before the write has resolved.
    this.#tap.ear?.hear({ kind: 'sent', bytes });
    return this.#inner.write(bytes, signal);
  }

  writeNow(bytes: Uint8Array): void {
    this.#inner.writeNow(bytes);
    this.#tap.ear?.hear({ kind: 'sent', bytes });
  }

  read(signal: AbortSignal): ReturnType<Transport['read']> {
    // Whether somebody listens is asked when it comes: a stream is always being read.
    return this.#inner.read(signal).then(this.#heard);
  }

  readonly #heard = (got: Got): Got => {
    this.#tap.ear?.hear({ kind: 'got', ...got });
    return got;
  };

  abort(): Promise<void> {
    this.#tap.ear?.hear({ kind: 'closed' });
    return this.#inner.abort();
  }

  async clear(signal: AbortSignal): Promise<boolean> {
    return this.#acted('clear', await this.#inner.clear(signal));
  }

  async statusByte(signal: AbortSignal): Promise<number | null> {
    const statusByte = await this.#inner.statusByte(signal);
    if (statusByte !== null) this.#tap.ear?.hear({ kind: 'bus', what: 'status', statusByte });
    return statusByte;
  }

  async trigger(signal: AbortSignal): Promise<boolean> {
    return this.#acted('trigger', await this.#inner.trigger(signal));
  }

  async remote(lockout: boolean, signal: AbortSignal): Promise<boolean> {
    return this.#acted(lockout ? 'lockout' : 'remote', await this.#inner.remote(lockout, signal));
  }

  async local(signal: AbortSignal): Promise<boolean> {
    return this.#acted('local', await this.#inner.local(signal));
  }

  #acted(what: 'clear' | 'trigger' | 'local' | 'remote' | 'lockout', done: boolean): boolean {
    if (done) this.#tap.ear?.hear({ kind: 'bus', what, statusByte: null });
    return done;
  }

  close(): Promise<void> {
    this.#tap.ear?.hear({ kind: 'closed' });
    return this.#inner.close();
  }

  onClosed(listener: (why: string) => void): () => void {
    return this.#inner.onClosed(listener);
  }
}
