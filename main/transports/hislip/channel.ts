import { brokenWords } from '#main/transports/tcp-faults.ts';
import type { Duplex } from 'node:stream';
import { Fault } from '#shared/faults.ts';
import { abortFault } from '#main/transports/inbox.ts';
import { closedFault, errorCodes, fatalCodes, stuckFault } from './errors.ts';
import { FrameParser, type FrameSink } from './frames.ts';
import { BadMessage, encode } from './header.ts';
import { types } from './messages.ts';

/** Above this, nothing is added by ourselves to what waits to be sent, in bytes: a peer that reads nothing costs no memory. */
const postLimit = 65_536;

/** One of the two connections of a link. It tells once when it has ended. */
export class Channel {
  readonly #socket: Duplex;
  readonly #parser: FrameParser;
  readonly #ended: (why: Fault) => void;
  #over = false;

  constructor(socket: Duplex, sink: FrameSink, cap: number, ended: (why: Fault) => void) {
    this.#socket = socket;
    this.#parser = new FrameParser(sink, cap);
    this.#ended = ended;
    let why = 'The instrument closed the connection.';
    socket.on('data', (bytes: Buffer) => this.#arrived(bytes));
    socket.on('error', (error: Error) => {
      why = brokenWords(error);
    });
    const end = (): void => this.#end(new Fault('INSTRUMENT_CLOSED', why));
    socket.on('end', end);
    socket.on('close', end);
  }

  #arrived(bytes: Buffer): void {
    if (this.#over) return;
    try {
      this.#parser.push(bytes);
    } catch (error) {
      if (!(error instanceof BadMessage)) throw error;
      const farewell =
        error.what === 'prologue'
          ? encode(types.FatalError, fatalCodes.header, 0)
          : encode(types.Error, errorCodes.tooLarge, 0);
      this.end(farewell);
      this.#ended(error.fault);
    }
  }

  #end(why: Fault): void {
    if (this.#over) return;
    this.end();
    this.#ended(why);
  }

  /** Resolves when the operating system has all of it. When it is given up half-way, the channel has ended. */
  send(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    const socket = this.#socket;
    if (this.#over) return Promise.reject(closedFault());
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
        // Half a message may be out: what follows on this channel would be joined to it.
        this.#end(abortFault(signal));
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

  /** Throws unless the operating system takes all of it in this very call. */
  sendNow(bytes: Uint8Array): void {
    const socket = this.#socket;
    if (this.#over || !socket.writable) throw closedFault();
    if (socket.writableLength > 0) throw stuckFault();
    socket.write(bytes);
    if (socket.writableLength > 0) throw stuckFault();
    if (socket.destroyed) throw closedFault();
  }

  /** Sends what nobody waits for, if there is room. */
  post(bytes: Uint8Array): void {
    if (!this.#over && this.#socket.writableLength < postLimit) this.#socket.write(bytes);
  }

  /** Ends at once; with a last message, it has 300 ms to get away. */
  end(farewell?: Uint8Array): void {
    if (this.#over) return;
    this.#stop();
    if (farewell === undefined) this.#socket.destroy();
    else void this.#leave(300, farewell);
  }

  /** FIN first, so that the instrument frees its place; destroyed when the other side says nothing for `closeMs`. */
  close(closeMs: number): Promise<void> {
    if (this.#over) return Promise.resolve();
    this.#stop();
    return this.#leave(closeMs);
  }

  #stop(): void {
    this.#over = true;
    this.#parser.stop();
  }

  #leave(closeMs: number, farewell?: Uint8Array): Promise<void> {
    const socket = this.#socket;
    return new Promise((resolve) => {
      const timer = setTimeout(() => socket.destroy(), closeMs);
      socket.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
      if (farewell === undefined) socket.end();
      else socket.end(farewell);
      // Unread bytes would keep `close` from coming.
      socket.resume();
    });
  }
}
