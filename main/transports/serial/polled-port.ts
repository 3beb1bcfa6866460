import { readSync, writeSync } from 'node:fs';
import { type Port, type PortEvents, StuckError } from './port.ts';

/** The part of serialport's binding for Linux and macOS that is used here. `fd` does not block. */
export interface PolledBinding {
  readonly fd: number | null;
  readonly poller: {
    on(event: 'readable' | 'writable' | 'disconnect', listener: (error: Error | null) => void): unknown;
    poll(flags: number): void;
  };
  flush(): Promise<void>;
  drain(): Promise<void>;
  close(): Promise<void>;
}

/** source: libuv, uv_poll_event. */
const READABLE = 1;
const WRITABLE = 2;
const DISCONNECT = 4;

/** Read at once at the most, bytes; then others have their turn. */
const roundBytes = 64 * 1024;
/** A system that gave this much may have more: it is asked again at once. */
const muchBytes = 2048;
const scratch = Buffer.allocUnsafe(roundBytes);

/**
 * A port on Linux or macOS, read and written in this thread when the system says that it can be. serialport's own stream
 * goes through the thread pool for each read, so that it takes twice as long, and it reads the end of an unplugged port
 * again and again without telling anybody (`bytesRead === 0` in its unix-read). Not for workers: its poller belongs to
 * the loop of the main thread.
 */
export class PolledPort implements Port {
  readonly #binding: PolledBinding;
  readonly #fd: number;
  readonly #events: PortEvents;
  #paused = false;
  #over = false;
  #out: { readonly bytes: Uint8Array; at: number; resolve(): void; reject(error: Error): void } | null = null;

  constructor(binding: PolledBinding, fd: number, events: PortEvents) {
    this.#binding = binding;
    this.#fd = fd;
    this.#events = events;
    const { poller } = binding;
    poller.on('readable', (error) => this.#turn(error, () => this.#receive()));
    poller.on('writable', (error) => this.#turn(error, () => this.#send()));
    // While nothing is read: the system reports an end all the same.
    poller.on('disconnect', (error) => this.#turn(error, () => this.#receive()));
    this.#arm();
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.#over) return Promise.reject(new Error('the port is closed'));
    if (this.#out !== null) return Promise.reject(new StuckError('another write is under way'));
    let at: number;
    try {
      at = this.#push(bytes, 0);
    } catch (error) {
      this.#end(asError(error));
      return Promise.reject(asError(error));
    }
    if (at === bytes.length) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#out = { bytes, at, resolve, reject };
      this.#arm();
    });
  }

  writeNow(bytes: Uint8Array): void {
    if (this.#over) throw new Error('the port is closed');
    if (this.#out !== null || this.#push(bytes, 0) < bytes.length)
      throw new StuckError('the port takes no bytes now');
  }

  pause(): void {
    this.#paused = true;
    this.#arm();
  }

  resume(): void {
    this.#paused = false;
    this.#arm();
  }

  flush(): Promise<void> {
    return this.#binding.flush();
  }

  drain(): Promise<void> {
    return this.#binding.drain();
  }

  close(): Promise<void> {
    this.#over = true;
    this.#fail(new Error('the port was closed'));
    return this.#binding.close();
  }

  /** The poller tells each thing once: what is waited for is said anew every time. */
  #arm(): void {
    if (this.#over) return;
    const flags = (this.#paused ? 0 : READABLE) | (this.#out === null ? 0 : WRITABLE);
    this.#binding.poller.poll(flags === 0 ? DISCONNECT : flags);
  }

  #turn(error: Error | null, work: () => void): void {
    if (this.#over) return;
    try {
      if (error !== null) throw error;
      work();
    } catch (thrown) {
      this.#end(asError(thrown));
      return;
    }
    this.#arm();
  }

  #receive(): void {
    for (let total = 0; total < roundBytes && !this.#paused && !this.#over; ) {
      const count = again(() => readSync(this.#fd, scratch));
      if (count === null) return;
      // In raw mode there is no end of file: this is what an unplugged port gives.
      if (count === 0) throw new Error('the port has ended');
      total += count;
      this.#events.arrived(Buffer.from(scratch.subarray(0, count)));
      if (count < muchBytes) return;
    }
  }

  #send(): void {
    const out = this.#out;
    if (out === null) return;
    out.at = this.#push(out.bytes, out.at);
    if (out.at < out.bytes.length) return;
    this.#out = null;
    out.resolve();
  }

  /** Writes what the system takes; how far it came. */
  #push(bytes: Uint8Array, from: number): number {
    let at = from;
    while (at < bytes.length) {
      const count = again(() => writeSync(this.#fd, bytes, at));
      if (count === null || count === 0) break;
      at += count;
    }
    return at;
  }

  #end(error: Error): void {
    if (this.#over) return;
    this.#over = true;
    this.#binding.poller.poll(0);
    this.#fail(error);
    this.#events.ended(error);
  }

  #fail(error: Error): void {
    const out = this.#out;
    this.#out = null;
    out?.reject(error);
  }
}

const later: ReadonlySet<unknown> = new Set(['EAGAIN', 'EWOULDBLOCK', 'EINTR']);

/** Null when the system would have to be waited for. */
function again(work: () => number): number | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && 'code' in error && later.has(error.code)) return null;
    throw error;
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
