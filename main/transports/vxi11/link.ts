import { performance } from 'node:perf_hooks';
import { Fault } from '#shared/faults.ts';
import { abortFault } from '#main/transports/inbox.ts';
import type { AbortChannel } from './abort-channel.ts';
import {
  genericArgs,
  type Piece,
  procedures,
  readArgs,
  readError,
  readPiece,
  readWritten,
  writeArgs,
} from './core.ts';
import { deviceErrors, deviceFault, malformed } from './errors.ts';
import type { InterruptServer } from './interrupt-server.ts';
import type { RpcChannel } from './rpc-channel.ts';
import { untilAborted } from './signal.ts';
import type { XdrReader } from './xdr.ts';

/** The instrument reports its own timeout first, ms; then the connection counts as dead. */
const graceMs = 1_000;
/** How long the instrument may take for a message, ms. */
const writeMs = 10_000;
const genericMs = 5_000;
/** One part of a long wait for an answer, ms; short where the waiting cannot be ended from here. */
const sliceMs = 2_000;
const shortSliceMs = 500;
/** An aborted call has to come back within this time, ms; it is told again meanwhile. */
const abortedMs = 1_000;
const tellAgainMs = 100;
/** A call other than a read that is older than this is stuck, ms. */
const stuckMs = 100;
/** How often an emergency message is sent again that was hit by an abort meant for a read. */
const emergencyTries = 5;
/** One part of an answer, bytes. */
const pieceBytes = 1 << 20;

/** What a link is made of. */
export interface LinkParts {
  readonly core: RpcChannel;
  readonly lid: number;
  readonly maxWrite: number;
  readonly abort: AbortChannel | null;
  readonly interrupts: InterruptServer | null;
}

/** Asked at the turn of a call: why it is not to be made any more, or null. */
export type Unless = () => Fault | null;

/** An open link to one device of a VXI-11 server. */
export class Link {
  readonly #parts: LinkParts;
  readonly #core: RpcChannel;
  readonly #lid: number;
  /** Part of a message may be in the instrument without its end. */
  #half = false;
  /** A message of several parts is being written. */
  #long: Promise<void> | null = null;
  /** An emergency message without reply. */
  #emergency: Promise<void> | null = null;
  /** The call that was told to end. */
  #told: object | null = null;

  constructor(parts: LinkParts) {
    this.#parts = parts;
    this.#core = parts.core;
    this.#lid = parts.lid;
  }

  /** Writes one message, in as many parts as the instrument wants. Rejects with the fault of the instrument's error. */
  async write(bytes: Uint8Array, unless: Unless): Promise<void> {
    // Each wait may be over only for the next to begin.
    for (;;)
      if (this.#long !== null) await this.#long.catch(ignored);
      else if (this.#half) await this.#dropHalf(unless);
      else if (this.#emergency !== null) await this.#emergency;
      else break;
    if (bytes.length <= this.#parts.maxWrite) {
      const taken = await this.#writePart(bytes, true, unless);
      if (taken === bytes.length) return;
      bytes = bytes.subarray(taken);
    }
    const writing = this.#writeLong(bytes, unless).finally(() => {
      this.#long = null;
    });
    this.#long = writing;
    await writing;
  }

  async #writeLong(bytes: Uint8Array, unless: Unless): Promise<void> {
    const { maxWrite } = this.#parts;
    this.#half = true;
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + maxWrite);
      at += await this.#writePart(part, at + part.length === bytes.length, unless);
    }
    this.#half = false;
  }

  /** Resolves with the bytes that the instrument took: all, or fewer. */
  async #writePart(part: Uint8Array, last: boolean, unless: Unless): Promise<number> {
    const args = writeArgs(this.#lid, writeMs, last, part);
    const written = this.#core.call(procedures.write, args, writeMs + graceMs, readWritten, unless);
    const { error, size } = await written;
    if (error === deviceErrors.none && size <= part.length && size > 0) return size;
    // Nobody knows how much of it the instrument has, unless it never let it in.
    this.#half ||= error !== deviceErrors.locked;
    if (error !== deviceErrors.none) throw deviceFault(error);
    throw malformed(`it says that it took ${size} of ${part.length} bytes`);
  }

  /** The beginning of a message that was given up goes, so that what follows is not joined to it. */
  async #dropHalf(unless: Unless): Promise<void> {
    const args = genericArgs(this.#lid, genericMs);
    const error = await this.#core.call(procedures.clear, args, genericMs + graceMs, readError, unless);
    if (error !== deviceErrors.none) throw deviceFault(error);
    this.#half = false;
  }

  /** The next part of an answer; waits for one slice. */
  read(unless: Unless): Promise<Piece> {
    const ioMs = this.#parts.abort?.usable === true ? sliceMs : shortSliceMs;
    const args = readArgs(this.#lid, pieceBytes, ioMs);
    return this.#core.call(procedures.read, args, ioMs + graceMs, readPiece, unless);
  }

  /**
   * Status byte, trigger, remote or local: what `decode` reads, null where the instrument does not have it. When aborted,
   * the instrument is told to end it.
   */
  async generic<T extends { readonly error: number }>(
    procedure: number,
    decode: (results: XdrReader) => T,
    signal: AbortSignal,
  ): Promise<T | null> {
    if (signal.aborted) throw abortFault(signal);
    const unless: Unless = () => (signal.aborted ? abortFault(signal) : null);
    const args = genericArgs(this.#lid, genericMs);
    const called = this.#core.call(procedure, args, genericMs + graceMs, decode, unless);
    const done = await untilAborted(called, signal, () => this.stop(procedure));
    if (done.error === deviceErrors.notSupported) return null;
    if (done.error !== deviceErrors.none) throw deviceFault(done.error);
    return done;
  }

  /** Device clear; false where the instrument does not have it. */
  async clear(signal: AbortSignal): Promise<boolean> {
    const read = (results: XdrReader) => ({ error: readError(results) });
    if ((await this.generic(procedures.clear, read, signal)) === null) return false;
    this.#half = false;
    return true;
  }

  /**
   * An emergency message: in this very tick, past a read that waits, which is told to end. Throws when a message is half
   * written, or a call is stuck: then only a new link takes it.
   */
  writeNow(bytes: Uint8Array): void {
    const running = this.#core.running;
    if (this.#half || bytes.length > this.#parts.maxWrite || !this.#core.flushed) throw stuckFault();
    if (running !== null) {
      if (running.procedure === procedures.read) this.stop(procedures.read);
      else if (performance.now() - running.sentAt > stuckMs) throw stuckFault();
    }
    const emergency = this.#insist(bytes);
    this.#emergency = emergency;
    emergency.then(
      () => {
        if (this.#emergency === emergency) this.#emergency = null;
      },
      (fault) => {
        // Nobody waits for it, and it was not taken: the link must not look as if it had been.
        this.#core.fail(fault instanceof Fault ? fault : malformed('the reply to a write cannot be read'));
      },
    );
    if (!this.#core.flushed) throw stuckFault();
  }

  /** The abort of a read may hit the message behind it: then it is sent again. */
  async #insist(bytes: Uint8Array): Promise<void> {
    const args = writeArgs(this.#lid, sliceMs, true, bytes);
    for (let tries = 1; ; tries++) {
      const written = this.#core.callNow(procedures.write, args, sliceMs + graceMs, readWritten);
      const { error, size } = await written;
      if (error === deviceErrors.none && size === bytes.length) return;
      if (error === deviceErrors.none) throw malformed('it took a part of a short message');
      if (error !== deviceErrors.aborted || tries === emergencyTries) throw deviceFault(error);
    }
  }

  /** Tells the instrument to end a call of this kind, where one is running. */
  stop(procedure: number): void {
    const running = this.#core.running;
    const { abort } = this.#parts;
    if (running === null || running.procedure !== procedure || running === this.#told) return;
    this.#told = running;
    if (abort?.usable !== true) return;
    this.#core.hurry(abortedMs);
    abort.send();
    // It may have come before the call that it means.
    const again = setInterval(() => {
      if (this.#core.running === running) abort.send();
      else clearInterval(again);
    }, tellAgainMs);
  }

  /** Gives the link back to the instrument within `closeMs`, and closes. */
  async close(why: Fault, closeMs: number): Promise<void> {
    this.stop(procedures.read);
    const done = this.#giveBack(closeMs).catch(ignored);
    await Promise.race([done, after(closeMs)]);
    this.ended();
    await this.#core.close(why, closeMs);
  }

  async #giveBack(closeMs: number): Promise<void> {
    if (this.#parts.interrupts !== null)
      await this.#core.call(procedures.destroyInterruptChannel, [], closeMs, readError);
    await this.#core.call(procedures.destroyLink, [this.#lid], closeMs, readError);
  }

  /** Ends the link at once; an emergency message on its way has `lingerMs` to arrive. */
  async destroy(why: Fault, lingerMs: number): Promise<void> {
    if (this.#emergency !== null) await Promise.race([this.#emergency.catch(ignored), after(lingerMs)]);
    this.ended();
    this.#core.destroy(why);
  }

  /** The core connection has ended: what is beside it ends too. */
  ended(): void {
    this.#parts.abort?.close();
    this.#parts.interrupts?.close();
  }
}

const stuckFault = (): Fault => new Fault('INSTRUMENT_TIMEOUT', 'The instrument does not take bytes now.');

/** Whoever waited has been told; here only the end counts. */
const ignored = (): void => undefined;

const after = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
