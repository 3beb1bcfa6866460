import type { Socket } from 'node:net';
import { Fault } from '#shared/faults.ts';
import { abortFault, Inbox, within } from './inbox.ts';
import { ControlPort, hasControlPort } from './tcp-control.ts';
import { openSocket } from './open-socket.ts';
import { brokenWords, closedAtOnce } from './tcp-faults.ts';
import type { Transport } from './transport.ts';

/** Where a raw SCPI socket listens, and how patient to be. Times in ms, sizes in bytes. */
export interface TcpOptions {
  readonly host: string;
  readonly port: number;
  /** From the first SYN to the open connection; 5,000 when left out. */
  readonly connectMs?: number;
  /** Time that the other side has to close after we did; 300 when left out. Then the socket is destroyed. */
  readonly closeMs?: number;
  /** Bytes that may wait unread before the socket is paused; 1 MiB when left out. */
  readonly receiveLimit?: number;
  /** For the control port, where the instrument has one; 3,000 when left out. */
  readonly controlMs?: number;
}

/** A connection that is closed within this, and never said anything, was not wanted, ms. */
const atOnceMs = 1_000;
/** An instrument has taken a message after this, ms: device clear would empty it of what it has not taken. */
const takenMs = 100;

/**
 * A raw TCP socket to an instrument. TCP_NODELAY is set: some instruments wedge when small writes are joined.
 * source: B&K 9141, nominal-io/instro issue 156.
 */
export class TcpTransport implements Transport {
  readonly framing = 'stream';
  #state: Transport['state'] = 'closed';
  #socket: Socket | null = null;
  #inbox: Inbox | null = null;
  readonly #listeners = new Set<(why: string) => void>();
  readonly #services = new Set<(statusByte: number | null) => void>();
  readonly #options: TcpOptions;
  /** The control connection of the link that there is; null while, or where, there is none. */
  #control: Promise<ControlPort | null> | null = null;
  #dialling = new AbortController();
  /** Ends what `open` is waiting for. */
  #opening = new AbortController();
  /** When an emergency was written last. */
  #urgentAt = 0;

  constructor(options: TcpOptions) {
    this.#options = options;
  }

  get state(): Transport['state'] {
    return this.#state;
  }

  async open(signal: AbortSignal): Promise<void> {
    if (this.#state !== 'closed') throw new Fault('INTERNAL', 'The link is open already.');
    this.#state = 'opening';
    this.#opening = new AbortController();
    const { host, port, connectMs = 5_000, receiveLimit = 1 << 20 } = this.#options;
    try {
      const either = AbortSignal.any([signal, this.#opening.signal]);
      const socket = await openSocket({ host, port, connectMs }, either);
      const inbox = new Inbox(socket, receiveLimit);
      this.#socket = socket;
      this.#inbox = inbox;
      this.#state = 'open';
      this.#attend(socket, inbox);
    } catch (error) {
      this.#state = 'closed';
      throw error;
    }
  }

  #attend(socket: Socket, inbox: Inbox): void {
    const openedAt = performance.now();
    let why = 'The instrument closed the connection.';
    const ended = (): void => {
      const atOnce = socket.bytesRead === 0 && performance.now() - openedAt < atOnceMs;
      this.#ended(socket, inbox, atOnce ? closedAtOnce : why);
    };
    socket.on('data', (bytes: Buffer) => inbox.put(bytes));
    socket.on('error', (error: Error) => {
      why = brokenWords(error);
    });
    socket.on('end', ended);
    socket.on('close', ended);
  }

  /** The link ended by itself, when it is still the one in use. */
  #ended(socket: Socket, inbox: Inbox, why: string): void {
    inbox.end(new Fault('INSTRUMENT_CLOSED', why));
    if (this.#socket !== socket) return;
    this.#give(socket);
    for (const listener of this.#listeners) listener(why);
  }

  /** Lets the socket go at once. Reads that wait reject. */
  #give(socket: Socket): void {
    if (this.#socket === socket) {
      this.#socket = null;
      this.#state = 'closed';
      void this.#endControl();
    }
    this.#inbox?.end(closedFault());
    // A destroyed socket may still report an error; nobody is interested any more, but it must not end the process.
    socket.on('error', ignored);
    socket.destroy();
  }

  write(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    const socket = this.#socket;
    if (socket === null || this.#state !== 'open') return Promise.reject(closedFault());
    if (signal.aborted) return Promise.reject(abortFault(signal));
    let failed: Error | null | undefined;
    let settled: ((error: Error | null | undefined) => void) | null = null;
    socket.write(bytes, (error) => {
      failed = error;
      settled?.(error);
    });
    // The usual case: the operating system took everything at once, so nothing has to be waited for.
    if (socket.writableLength === 0 && !failed && !socket.destroyed) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        // Half a message may be out: what follows on this link would be joined to it.
        this.#give(socket);
        reject(abortFault(signal));
      };
      signal.addEventListener('abort', onAbort, { once: true });
      settled = (error) => {
        signal.removeEventListener('abort', onAbort);
        if (error) reject(new Fault('INSTRUMENT_CLOSED', brokenWords(error)));
        else resolve();
      };
      if (failed !== undefined) settled(failed);
    });
  }

  writeNow(bytes: Uint8Array): void {
    const socket = this.#socket;
    if (socket === null || this.#state !== 'open' || !socket.writable) throw closedFault();
    if (socket.writableNeedDrain || socket.writableLength > 0) throw stuckFault();
    this.#urgentAt = performance.now();
    socket.write(bytes);
    // Node tries the write in this very call; what the operating system did not take stays in `writableLength`.
    if (socket.writableLength > 0) throw stuckFault();
    if (socket.destroyed) throw closedFault();
  }

  read(signal: AbortSignal): Promise<{ readonly bytes: Uint8Array; readonly end: boolean }> {
    if (this.#inbox === null) return Promise.reject(closedFault());
    return this.#inbox.take(signal).then(unended);
  }

  async abort(): Promise<void> {
    this.#opening.abort(new Fault('INSTRUMENT_CLOSED', 'The link was given up while it was being opened.'));
    this.#inbox?.drop();
    if (this.#socket !== null) this.#give(this.#socket);
  }

  /** By the control port, where it has one. Rejects when it does not say that it is done: a link like that is no use. */
  async clear(signal: AbortSignal): Promise<boolean> {
    const control = this.#control === null ? null : await within(this.#control, signal);
    if (control === null || control.over) return false;
    const early = this.#urgentAt + takenMs - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    await control.clear(signal);
    return true;
  }

  /** Who it is, once that is known: the control port is looked for beside the link, which goes on meanwhile. */
  identified(vendor: string): void {
    if (this.#state !== 'open' || this.#control !== null || !hasControlPort(vendor)) return;
    const { host, port, controlMs = 3_000, ...rest } = this.#options;
    const dial = (to: number): TcpTransport => new TcpTransport({ ...rest, host, port: to });
    const opening = ControlPort.open(
      dial,
      port,
      AbortSignal.any([AbortSignal.timeout(controlMs), this.#dialling.signal]),
    ).then(
      (control) => {
        control?.onService((statusByte) => {
          for (const listener of this.#services) listener(statusByte);
        });
        return control;
      },
      // It answers on the data port, so it is there: it has no more places, perhaps. It is looked for again with the next link.
      () => null,
    );
    this.#control = opening;
  }

  onServiceRequest(listener: (statusByte: number | null) => void): () => void {
    this.#services.add(listener);
    return () => this.#services.delete(listener);
  }

  async #endControl(): Promise<void> {
    const control = this.#control;
    this.#control = null;
    this.#dialling.abort();
    this.#dialling = new AbortController();
    await (await control)?.close();
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

  /** FIN first, so that an instrument with one free place gives it back; destroyed when the other side says nothing. */
  close(): Promise<void> {
    if (this.#state === 'opening') return this.abort();
    const socket = this.#socket;
    if (socket === null) return Promise.resolve();
    this.#socket = null;
    this.#state = 'closed';
    this.#inbox?.end(closedFault());
    this.#inbox?.drop();
    const control = this.#endControl();
    const ended = new Promise<void>((resolve) => {
      const timer = setTimeout(() => socket.destroy(), this.#options.closeMs ?? 300);
      socket.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
      // Unread bytes would keep `close` from coming.
      socket.resume();
      socket.end();
    });
    return Promise.all([ended, control]).then(() => undefined);
  }

  onClosed(listener: (why: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

const unended = (bytes: Uint8Array) => ({ bytes, end: false });
const ignored = (): void => undefined;
const closedFault = (): Fault => new Fault('INSTRUMENT_CLOSED', 'The link to the instrument is closed.');
const stuckFault = (): Fault => new Fault('INSTRUMENT_TIMEOUT', 'The instrument does not take bytes now.');
