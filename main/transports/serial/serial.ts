import type { SerialLine, SerialPlace } from '#shared/address/address.ts';
import { Fault } from '#shared/faults.ts';
import { abortFault, Inbox } from '#main/transports/inbox.ts';
import type { SerialPortSeen } from '#main/transports/ports.ts';
import type { Transport } from '#main/transports/transport.ts';
import { goneText } from './faults.ts';
import { findPort } from './find.ts';
import { openPort } from './open-port.ts';
import { type Port, StuckError } from './port.ts';
import { release, released, releasing } from './release.ts';
import { allTerminated, terminated } from './terminator.ts';

/** Which port, how its line is set, and how patient to be. Times in ms, sizes in bytes. */
export interface SerialOptions {
  readonly place: SerialPlace;
  readonly line: SerialLine;
  /** Time that bytes have to go out before the port is closed; 300 when left out. Then they are thrown away. */
  readonly closeMs?: number;
  /** Bytes that may wait unread before the port is paused; 1 MiB when left out. */
  readonly receiveLimit?: number;
  /** The ports of this computer; asked at every opening when the port is named by its USB identity. */
  readonly list?: () => Promise<readonly SerialPortSeen[]>;
}

/**
 * An instrument on a serial line. A line marks no END and has no device clear: messages end by content, and a link out
 * of step is brought back by silence and the identity. With XON/XOFF the bytes 11 and 13 (hexadecimal) never arrive, so
 * that a block would come short and take its own terminator for content: blocks are refused there.
 */
export class SerialTransport implements Transport {
  readonly framing = 'stream';
  readonly receive: SerialLine['receive'];
  readonly blocks: boolean;
  #state: Transport['state'] = 'closed';
  #port: Port | null = null;
  #path = '';
  #inbox: Inbox | null = null;
  /** The last port on its way back to the system. */
  #leaving: Promise<void> = Promise.resolve();
  readonly #listeners = new Set<(why: string) => void>();
  readonly #options: SerialOptions;

  constructor(options: SerialOptions) {
    this.#options = options;
    this.receive = options.line.receive;
    this.blocks = options.line.flow !== 'xonxoff' && options.line.bits === 8;
  }

  /** Bytes that arrived and were not read yet. */
  get unread(): number {
    return this.#inbox?.size ?? 0;
  }

  get state(): Transport['state'] {
    return this.#state;
  }

  async open(signal: AbortSignal): Promise<void> {
    if (this.#state !== 'closed') throw new Fault('INTERNAL', 'The link is open already.');
    if (signal.aborted) throw abortFault(signal);
    this.#state = 'opening';
    try {
      await unlessAborted(this.#open(signal), signal);
    } catch (error) {
      this.#state = 'closed';
      throw error;
    }
    this.#state = 'open';
  }

  async #open(signal: AbortSignal): Promise<void> {
    const { place, line, list, receiveLimit = 1 << 20 } = this.#options;
    const path = await findPort(place, list);
    await released(path);
    // Whoever opens this port next waits until it is known what came of this.
    const settled = Promise.withResolvers<void>();
    releasing(path, settled.promise);
    try {
      await this.#take(path, line, receiveLimit, signal);
    } finally {
      settled.resolve();
    }
  }

  async #take(path: string, line: SerialLine, receiveLimit: number, signal: AbortSignal): Promise<void> {
    let port: Port | null = null;
    const inbox = new Inbox({ pause: () => port?.pause(), resume: () => port?.resume() }, receiveLimit);
    port = await openPort(path, line, {
      arrived: (bytes) => inbox.put(bytes),
      ended: (error) => this.#ended(error, inbox),
    });
    if (signal.aborted || this.#state !== 'opening') {
      await release(port, 0);
      throw signal.aborted ? abortFault(signal) : closedFault();
    }
    this.#path = path;
    this.#port = port;
    this.#inbox = inbox;
  }

  /** The port ended by itself, when it is still the one in use. */
  #ended(error: Error, inbox: Inbox): void {
    const why = goneText(this.#path);
    inbox.end(new Fault('INSTRUMENT_CLOSED', why, { cause: error }));
    if (this.#inbox !== inbox || this.#port === null) return;
    this.#give(0);
    for (const listener of this.#listeners) listener(why);
  }

  /** Lets the port go; bytes that are still to go out have `drainMs` for it. Reads and writes that wait reject. */
  #give(drainMs: number): void {
    const port = this.#port;
    this.#port = null;
    this.#state = 'closed';
    this.#inbox?.end(closedFault());
    if (port === null) return;
    this.#leaving = release(port, drainMs);
    releasing(this.#path, this.#leaving);
  }

  write(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    const port = this.#port;
    if (port === null || this.#state !== 'open') return Promise.reject(closedFault());
    if (signal.aborted) return Promise.reject(abortFault(signal));
    return this.#write(port, terminated(bytes, this.#options.line.send), signal);
  }

  async #write(port: Port, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    try {
      await unlessAborted(port.write(bytes), signal);
    } catch (error) {
      // Half a message may be out: what follows on this link would be joined to it.
      if (this.#port === port && signal.aborted) this.#give(0);
      throw error instanceof Fault ? error : this.#writeFault(error);
    }
  }

  writeNow(bytes: Uint8Array): void {
    const port = this.#port;
    if (port === null || this.#state !== 'open') throw closedFault();
    try {
      port.writeNow(allTerminated(bytes, this.#options.line.send));
    } catch (error) {
      throw this.#writeFault(error);
    }
  }

  #writeFault(error: unknown): Fault {
    if (error instanceof StuckError)
      return new Fault('INSTRUMENT_TIMEOUT', 'The serial line does not take bytes now.', {
        remedy: 'Check the cable, and that the flow control is the one that the instrument has.',
        cause: error,
      });
    return new Fault('INSTRUMENT_CLOSED', goneText(this.#path), { cause: error });
  }

  read(signal: AbortSignal): Promise<{ readonly bytes: Uint8Array; readonly end: boolean }> {
    if (this.#inbox === null) return Promise.reject(closedFault());
    return this.#inbox.take(signal).then(unended);
  }

  /** Throws away what is on its way in both directions, and closes: whoever gives a link up may open the port anew. */
  async abort(): Promise<void> {
    this.#inbox?.drop();
    this.#give(0);
    await this.#leaving;
  }

  clear(): Promise<boolean> {
    return Promise.resolve(false);
  }

  statusByte(): Promise<number | null> {
    return Promise.resolve(null);
  }

  trigger(): Promise<boolean> {
    return Promise.resolve(false);
  }

  remote(): Promise<boolean> {
    return Promise.resolve(false);
  }

  local(): Promise<boolean> {
    return Promise.resolve(false);
  }

  async close(): Promise<void> {
    this.#give(this.#options.closeMs ?? 300);
    this.#inbox?.drop();
    await this.#leaving;
  }

  onClosed(listener: (why: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

const unended = (bytes: Uint8Array) => ({ bytes, end: false });
const closedFault = (): Fault => new Fault('INSTRUMENT_CLOSED', 'The link to the instrument is closed.');

/** What comes of it, or the signal's fault at once when it is aborted first. */
function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(abortFault(signal));
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
