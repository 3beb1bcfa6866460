import { connect, type Socket } from 'node:net';
import { Fault } from '#shared/faults.ts';
import { abortFault, Inbox } from './inbox.ts';
import { connectFault } from './tcp-faults.ts';
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
}

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
  readonly #options: TcpOptions;

  constructor(options: TcpOptions) {
    this.#options = options;
  }

  get state(): Transport['state'] {
    return this.#state;
  }

  open(signal: AbortSignal): Promise<void> {
    if (this.#state !== 'closed') return Promise.reject(new Fault('INTERNAL', 'The link is open already.'));
    if (signal.aborted) return Promise.reject(abortFault(signal));
    const { host, port, connectMs = 5_000, receiveLimit = 1 << 20 } = this.#options;
    this.#state = 'opening';
    const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 10_000 });
    const inbox = new Inbox(socket, receiveLimit);
    this.#socket = socket;
    this.#inbox = inbox;
    return new Promise((resolve, reject) => {
      const settle = (fault: Fault | null): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        socket.removeListener('error', onError);
        socket.removeListener('close', onClose);
        if (fault !== null) {
          this.#give(socket);
          reject(fault);
          return;
        }
        this.#state = 'open';
        this.#attend(socket, inbox);
        resolve();
      };
      const onAbort = (): void => settle(abortFault(signal));
      const onError = (error: Error): void => settle(connectFault(error, host, port));
      const onClose = (): void =>
        settle(new Fault('INSTRUMENT_CLOSED', 'The link was given up while it was being opened.'));
      const timer = setTimeout(
        () =>
          settle(
            new Fault(
              'INSTRUMENT_UNREACHABLE',
              `${host} port ${port} did not answer within ${connectMs} ms.`,
              {
                details: { host, port, connectMs },
              },
            ),
          ),
        connectMs,
      );
      signal.addEventListener('abort', onAbort, { once: true });
      socket.once('connect', () => settle(null));
      socket.once('error', onError);
      socket.once('close', onClose);
    });
  }

  #attend(socket: Socket, inbox: Inbox): void {
    let why = 'The instrument closed the connection.';
    socket.on('data', (bytes: Buffer) => inbox.put(bytes));
    socket.on('error', (error: Error) => {
      why = `The connection broke: ${error.message}.`;
    });
    socket.on('end', () => this.#ended(socket, inbox, why));
    socket.on('close', () => this.#ended(socket, inbox, why));
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
        if (error) reject(new Fault('INSTRUMENT_CLOSED', `The connection broke: ${error.message}.`));
        else resolve();
      };
      if (failed !== undefined) settled(failed);
    });
  }

  writeNow(bytes: Uint8Array): void {
    const socket = this.#socket;
    if (socket === null || this.#state !== 'open' || !socket.writable) throw closedFault();
    if (socket.writableNeedDrain || socket.writableLength > 0) throw stuckFault();
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
    this.#inbox?.drop();
    if (this.#socket !== null) this.#give(this.#socket);
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

  /** FIN first, so that an instrument with one free place gives it back; destroyed when the other side says nothing. */
  close(): Promise<void> {
    const socket = this.#socket;
    if (socket === null) return Promise.resolve();
    if (this.#state === 'opening') return this.abort();
    this.#socket = null;
    this.#state = 'closed';
    this.#inbox?.end(closedFault());
    this.#inbox?.drop();
    return new Promise((resolve) => {
      const timer = setTimeout(() => socket.destroy(), this.#options.closeMs ?? 300);
      socket.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
      // Unread bytes would keep `close` from coming.
      socket.resume();
      socket.end();
    });
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
