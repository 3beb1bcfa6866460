import { performance } from 'node:perf_hooks';
import { Fault } from '#shared/faults.ts';
import { abortFault } from '#main/transports/inbox.ts';
import type { AbortChannel } from './abort-channel.ts';
import { genericArgs, type Piece, procedures, readArgs, readPiece, readWritten, writeArgs } from './core.ts';
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

/** An open link to one device of a VXI-11 server. */
export class Link {
  readonly #parts: LinkParts;
  readonly #core: RpcChannel;
  readonly #lid: number;
  /** Part of a message may be in the instrument without its end. */
  #half = false;
  /** An emergency message without reply. */
  #emergency: Promise<void> | null = null;
  /** An emergency message went out, and no answer since proves that it was carried out. */
  #unproven = false;
  /** The call that was told to end. */
  #told: object | null = null;

  constructor(parts: LinkParts) {
    this.#parts = parts;
    this.#core = parts.core;
    this.#lid = parts.lid;
  }

  /** Writes one message, in as many parts as the instrument wants. Rejects with the fault of the instrument's error. */
  async write(bytes: Uint8Array, unless: () => Fault | null): Promise<void> {
    if (this.#emergency !== null) await this.#emergency;
    let at = 0;
    do {
      const part =
        bytes.length > this.#parts.maxWrite
          ? bytes.subarray(at, at + this.#parts.maxWrite)
          : bytes.subarray(at);
      const last = at + part.length === bytes.length;
      this.#half ||= !last;
      const { error, size } = await this.#writePart(part, last, unless);
      if (error !== deviceErrors.none) {
        this.#half ||= error !== deviceErrors.locked;
        throw deviceFault(error);
      }
      if (size > part.length || (size === 0 && part.length > 0)) {
        this.#half = true;
        throw malformed(`it says that it took ${size} of ${part.length} bytes`);
      }
      at += size;
      this.#half = at < bytes.length;
    } while (at < bytes.length);
  }

  async #writePart(part: Uint8Array, last: boolean, unless?: () => Fault | null) {
    const args = writeArgs(this.#lid, writeMs, last, part);
    return readWritten(await this.#core.call(procedures.write, args, writeMs + graceMs, unless));
  }

  /** The next part of an answer; waits for one slice. */
  async read(unless: () => Fault | null): Promise<Piece> {
    const ioMs = this.#parts.abort?.usable === true ? sliceMs : shortSliceMs;
    const args = readArgs(this.#lid, pieceBytes, ioMs);
    const piece = readPiece(await this.#core.call(procedures.read, args, ioMs + graceMs, unless));
    if (piece.end) this.#unproven = false;
    return piece;
  }

  /**
   * Status byte, trigger, clear, remote or local: the results behind the error, null where the instrument does not have it.
   * When aborted, the instrument is told to end it.
   */
  async generic(procedure: number, signal: AbortSignal): Promise<XdrReader | null> {
    const unless = (): Fault | null => (signal.aborted ? abortFault(signal) : null);
    const args = genericArgs(this.#lid, genericMs);
    const called = this.#core.call(procedure, args, genericMs + graceMs, unless);
    const results = await untilAborted(called, signal, () => this.stop(procedure));
    const error = results.i32();
    if (error === deviceErrors.notSupported) return null;
    if (error !== deviceErrors.none) throw deviceFault(error);
    return results;
  }

  /**
   * Device clear; false where the instrument does not have it. The first one after an emergency message is left out: it
   * would empty the instrument's input, where that message may still wait to be carried out. The identity that is asked
   * for next comes behind it, and so proves that it was.
   */
  async clear(signal: AbortSignal): Promise<boolean> {
    const unproven = new Fault('CANCELLED', 'An off command may still wait in the instrument.');
    const unless = (): Fault | null =>
      signal.aborted ? abortFault(signal) : this.#unproven ? unproven : null;
    try {
      const why = unless();
      if (why !== null && this.#emergency === null) throw why;
      const args = genericArgs(this.#lid, genericMs);
      const called = this.#core.call(procedures.clear, args, genericMs + graceMs, unless);
      const error = (await untilAborted(called, signal, () => this.stop(procedures.clear))).i32();
      if (error === deviceErrors.notSupported) return false;
      if (error !== deviceErrors.none) throw deviceFault(error);
      this.#half = false;
      return true;
    } catch (error) {
      if (error !== unproven) throw error;
      this.#unproven = false;
      return true;
    }
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
    this.#unproven = true;
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
      const { error, size } = readWritten(
        await this.#core.callNow(procedures.write, args, sliceMs + graceMs),
      );
      if (error === deviceErrors.none && size === bytes.length) return;
      if (error !== deviceErrors.aborted || tries === emergencyTries)
        throw error === deviceErrors.none
          ? malformed('it took a part of a short message')
          : deviceFault(error);
    }
  }

  /** Tells the instrument to end a call of this kind, where one is running. */
  stop(procedure: number): void {
    const running = this.#core.running;
    const abort = this.#parts.abort;
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
    const done = this.#giveBack(closeMs).catch(() => {
      // It forgets the link when the connection ends.
    });
    await Promise.race([done, after(closeMs)]);
    this.#closeOthers();
    await this.#core.close(why, closeMs);
  }

  async #giveBack(closeMs: number): Promise<void> {
    if (this.#parts.interrupts !== null)
      await this.#core.call(procedures.destroyInterruptChannel, [], closeMs);
    await this.#core.call(procedures.destroyLink, [this.#lid], closeMs);
  }

  /** Ends the link at once; an emergency message on its way has `lingerMs` to arrive. */
  async destroy(why: Fault, lingerMs: number): Promise<void> {
    if (this.#emergency !== null) {
      const arrived = this.#emergency.catch(() => {
        // The link ends in either case.
      });
      await Promise.race([arrived, after(lingerMs)]);
    }
    this.#closeOthers();
    this.#core.destroy(why);
  }

  /** The connection has ended by itself. */
  ended(): void {
    this.#closeOthers();
  }

  #closeOthers(): void {
    this.#parts.abort?.close();
    this.#parts.interrupts?.close();
  }
}

const stuckFault = (): Fault => new Fault('INSTRUMENT_TIMEOUT', 'The instrument does not take bytes now.');

/** A pause that does not keep the process alive. */
const after = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
