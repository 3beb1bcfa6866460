import { setImmediate as turn } from 'node:timers/promises';
import { abortFault } from '#main/transports/inbox.ts';
import { attend } from './attend.ts';
import { BulkIn } from './bulk-in.ts';
import { BulkOut } from './bulk-out.ts';
import { Bus488 } from './bus488.ts';
import { askCapabilities, type Capabilities, silent } from './capabilities.ts';
import { outMessage, Tags, triggerMessage } from './header.ts';
import { Interrupts } from './interrupts.ts';
import { closedFault, stuckFault, transferFault } from './link-faults.ts';
import { Mender } from './mender.ts';
import { PipeError, type UsbPipe } from './pipe.ts';
import type { Quirks } from './quirks.ts';
import { Reader } from './reader.ts';
import { Recovery } from './recovery.ts';
import { ClassRequests } from './requests.ts';
import type { UsbtmcTiming } from './timing.ts';

/** What a link is made of, and what it tells. */
export interface LinkOptions {
  readonly pipe: UsbPipe;
  readonly quirks: Quirks;
  readonly timing: UsbtmcTiming;
  readonly tags?: Tags;
  /** It ended by itself. Called once. */
  readonly lost: (why: string) => void;
  readonly service: (statusByte: number) => void;
}

/** Without it, a message asks for nothing. source: IEEE 488.2-1992, 7.3.3 (query message unit). */
const questionMark = 0x3f;
/** How long an endpoint that fails waits for the news that the device has gone, ms. */
const brokenMs = 100;

/** Asks the device what it can, and begins a link. Rejects with a Fault; then the pipe is still the caller's to close. */
export async function beginLink(options: LinkOptions): Promise<UsbtmcLink> {
  const requests = new ClassRequests(options.pipe, options.timing.control);
  try {
    return new UsbtmcLink(options, requests, await askCapabilities(requests));
  } catch (error) {
    if (!(error instanceof PipeError)) throw error;
    // Every device has to know this question. One that does not is asked for messages, and for nothing else.
    if (error.trouble === 'stall') return new UsbtmcLink(options, requests, silent);
    throw transferFault(error, 'control');
  }
}

/** One open USBTMC interface. What goes wrong on it is mended before the next transfer, or ends it. */
export class UsbtmcLink {
  readonly #options: LinkOptions;
  readonly #can: Capabilities;
  readonly #tags: Tags;
  readonly #requests: ClassRequests;
  readonly #out: BulkOut;
  readonly #reader: Reader;
  readonly #mender: Mender;
  readonly #interrupts: Interrupts | null;
  readonly #bus: Bus488;
  readonly #life = new AbortController();
  #writing = false;
  #gone = false;
  #ended: Promise<void> | null = null;

  constructor(options: LinkOptions, requests: ClassRequests, can: Capabilities) {
    const { pipe, quirks, timing, tags = new Tags(), service } = options;
    this.#options = options;
    this.#can = can;
    this.#tags = tags;
    this.#requests = requests;
    const into = new BulkIn(pipe);
    const out = new BulkOut(pipe);
    const reader = new Reader(into, out, tags, quirks);
    const recovery = new Recovery(pipe, requests, into, out, timing.poll);
    const lose = (why: string): void => this.#lose(why);
    this.#out = out;
    this.#reader = reader;
    this.#mender = new Mender({ pipe, recovery, reader, out, quirks, timing, lose });
    this.#interrupts =
      can.usb488 && pipe.interruptEndpoint !== null
        ? new Interrupts(pipe, service, () => {
            // Usually it was unplugged, and the system says so in a moment.
            setTimeout(() => lose('The USB connection to the instrument broke.'), brokenMs).unref();
          })
        : null;
    this.#bus = new Bus488(requests, can, this.#interrupts, timing);
    pipe.onGone(() => {
      this.#gone = true;
      lose('The instrument was unplugged.');
    });
  }

  /** True when it ended, by itself or not. */
  get over(): boolean {
    return this.#life.signal.aborted;
  }

  /** True when the device may still hold an answer that nobody took. After `end`, the next link has to begin with a clear. */
  get owed(): boolean {
    return this.#mender.owed;
  }

  async write(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    await this.#ready(signal);
    const { sendBytes } = this.#options.quirks;
    this.#writing = true;
    if (bytes.includes(questionMark)) this.#mender.owed = true;
    let tag: number | null = null;
    try {
      for (let from = 0; from < bytes.length; from += sendBytes) {
        const end = from + sendBytes >= bytes.length;
        tag = this.#tags.next();
        await this.#sent(this.#message(tag, bytes.subarray(from, from + sendBytes), end), signal);
      }
    } catch (error) {
      this.#mender.messageFailed(tag, isStall(error));
      throw this.#failure(error, 'out', signal);
    } finally {
      this.#writing = false;
    }
  }

  /** In this very tick, or right behind a request that is on its way. Throws when the device cannot take it now. */
  writeNow(bytes: Uint8Array): void {
    if (this.#life.signal.aborted) throw closedFault();
    if (this.#writing || this.#mender.deaf) throw stuckFault();
    this.#mender.urgent = true;
    const sent = this.#out.send(this.#message(this.#tags.next(), bytes, true));
    const late = AbortSignal.timeout(this.#options.timing.urgent);
    attend(sent, [late, this.#life.signal]).catch(() =>
      this.#lose('The instrument did not take the off command.'),
    );
  }

  async read(signal: AbortSignal): Promise<{ readonly bytes: Uint8Array; readonly end: boolean }> {
    if (!this.#reader.flowing) await this.#ready(signal);
    this.#mender.owed = true;
    try {
      const part = await this.#reader.read(signal, this.#life.signal);
      if (part.end) {
        this.#mender.owed = false;
        this.#mender.urgent = false;
      }
      return part;
    } catch (error) {
      this.#mender.answerFailed(isStall(error));
      throw this.#failure(error, 'in', signal);
    }
  }

  /** Device clear; false where the device has none that works. An emergency message is not taken from the device: see below. */
  async clear(signal: AbortSignal): Promise<boolean> {
    await this.#ready(signal);
    if (this.#mender.urgent) {
      // It may still lie in the device's input. What was under way is broken off; who asks again gets the true clear.
      this.#mender.urgent = false;
      return true;
    }
    if (this.#options.quirks.noClear) return false;
    await attend(this.#mender.empty(), [signal, this.#life.signal]);
    return true;
  }

  statusByte(signal: AbortSignal): Promise<number | null> {
    return this.#control(() => this.#bus.statusByte(signal, this.#life.signal), signal);
  }

  async trigger(signal: AbortSignal): Promise<boolean> {
    if (!this.#can.trigger) return false;
    await this.#ready(signal);
    const tag = this.#tags.next();
    try {
      await this.#sent(triggerMessage(tag), signal);
    } catch (error) {
      this.#mender.messageFailed(tag, isStall(error));
      throw this.#failure(error, 'out', signal);
    }
    return true;
  }

  async remote(lockout: boolean, signal: AbortSignal): Promise<boolean> {
    if (this.#options.quirks.noRemote) return false;
    return this.#control(() => this.#bus.remote(lockout), signal);
  }

  async local(signal: AbortSignal): Promise<boolean> {
    if (this.#options.quirks.noRemote) return false;
    return this.#control(() => this.#bus.local(), signal);
  }

  /** Gives the interface back. What is under way is aborted first; where that does not help, the device is reset. */
  end(): Promise<void> {
    return (this.#ended ??= this.#end());
  }

  async #end(): Promise<void> {
    const { pipe, timing } = this.#options;
    this.#life.abort(closedFault());
    this.#interrupts?.stop();
    if (!this.#gone) {
      const deadline = AbortSignal.timeout(timing.end);
      try {
        // What was being written or read learns of the end first.
        await turn();
        await this.#mender.quieten(deadline);
      } catch {
        // Whatever it was: the last resort ends every transfer, and the device forgets what it was asked.
        await pipe.reset().then(() => {
          this.#mender.owed = false;
        }, ignored);
      }
      // Its notification ends the read that waits for one, so that nobody has to wait for its slice.
      if (this.#interrupts !== null) await this.#requests.readStatusByte(2).catch(ignored);
    }
    await pipe.close();
  }

  async #ready(signal: AbortSignal): Promise<void> {
    if (this.#life.signal.aborted) throw closedFault();
    if (signal.aborted) throw abortFault(signal);
    await this.#mender.ready(signal, this.#life.signal);
  }

  #message(tag: number, bytes: Uint8Array, end: boolean): Uint8Array {
    return outMessage(tag, bytes, end, !this.#options.quirks.unpadded);
  }

  #sent(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    return attend(this.#out.send(bytes), [signal, this.#life.signal]);
  }

  /** Control requests go past whatever the bulk endpoints do. */
  async #control<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
    if (this.#life.signal.aborted) throw closedFault();
    if (signal.aborted) throw abortFault(signal);
    try {
      return await attend(ask(), [signal, this.#life.signal]);
    } catch (error) {
      throw this.#failure(error, 'control', signal);
    }
  }

  /** What to tell of a transfer that failed. Given up by the caller: the device is told at once, and what comes next waits for that. */
  #failure(error: unknown, where: 'in' | 'out' | 'control', signal: AbortSignal): unknown {
    if (this.#life.signal.aborted) return closedFault();
    if (error instanceof PipeError) {
      const fault = transferFault(error, where);
      if (error.trouble === 'broken') this.#lose(fault.message);
      return fault;
    }
    if (signal.aborted && where !== 'control') this.#mender.mend().catch(ignored);
    return error;
  }

  #lose(why: string): void {
    if (this.#life.signal.aborted) return;
    void this.end();
    this.#options.lost(why);
  }
}

const isStall = (error: unknown): boolean => error instanceof PipeError && error.trouble === 'stall';
const ignored = (): void => undefined;
