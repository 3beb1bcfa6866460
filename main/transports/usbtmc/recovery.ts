import { setTimeout as sleep } from 'node:timers/promises';
import { attend } from './attend.ts';
import type { BulkIn } from './bulk-in.ts';
import type { BulkOut } from './bulk-out.ts';
import { bad } from './header.ts';
import { PipeError, type UsbPipe } from './pipe.ts';
import { type Answer, type ClassRequests, statuses } from './requests.ts';

/** What a device may still send while it gives up, bytes. */
const drainMost = 64_000_000;
/** How often a device may say that it has not come to the transfer yet. */
const laterMost = 20;

/**
 * Brings both bulk endpoints back to where a new transfer can begin. Each of its methods rejects when it does not
 * succeed before `signal` is aborted, or when the device refuses.
 */
export class Recovery {
  readonly #pipe: UsbPipe;
  readonly #requests: ClassRequests;
  readonly #in: BulkIn;
  readonly #out: BulkOut;
  readonly #pollMs: number;

  constructor(pipe: UsbPipe, requests: ClassRequests, into: BulkIn, out: BulkOut, pollMs: number) {
    this.#pipe = pipe;
    this.#requests = requests;
    this.#in = into;
    this.#out = out;
    this.#pollMs = pollMs;
  }

  /** Aborts the transfer that answers request `tag`. The read that is queued stays so. source: USBTMC 1.00, 4.2.1.4, 4.2.1.5. */
  async abortIn(tag: number, signal: AbortSignal): Promise<void> {
    if (!(await this.#initiate(() => this.#requests.initiateAbortIn(tag), signal))) {
      // The device has no such transfer: what it had sent before is thrown away with the next request.
      return;
    }
    await this.#drain(signal);
    await this.#check(() => this.#requests.checkAbortIn(), signal);
  }

  /** Aborts transfer `tag` to the device. source: USBTMC 1.00, 4.2.1.2, 4.2.1.3. */
  async abortOut(tag: number, signal: AbortSignal): Promise<void> {
    const begun = await this.#initiate(() => this.#requests.initiateAbortOut(tag), signal);
    // It halts the endpoint, which ends what is under way.
    await attend(this.#out.idle, [signal]);
    if (begun) await this.#check(() => this.#requests.checkAbortOut(), signal);
    await this.#pipe.clearHalt('out');
  }

  /** Empties the device. source: USBTMC 1.00, 4.2.1.6, 4.2.1.7. */
  async clear(signal: AbortSignal): Promise<void> {
    const { status } = await this.#requests.initiateClear();
    if (status !== statuses.success) throw refused(status);
    await this.#check(() => this.#requests.checkClear(), signal);
    await attend(this.#out.idle, [signal]);
    // The device halts it, always.
    await this.#pipe.clearHalt('out');
  }

  /** False when the device has nothing to abort. */
  async #initiate(ask: () => Promise<Answer>, signal: AbortSignal): Promise<boolean> {
    for (let later = 0; ; later++) {
      const { status } = await ask();
      if (status === statuses.success) return true;
      if (status === statuses.failed) return false;
      // It has not come to the request yet. source: USBTMC 1.00, table 27.
      if (status !== statuses.notInProgress || later === laterMost) throw refused(status);
      await sleep(this.#pollMs, undefined, { signal });
    }
  }

  /** Asks until the device is ready, and reads what it still wants to get rid of. */
  async #check(ask: () => Promise<Answer>, signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const { status, bytes } = await ask();
      if (status === statuses.success) return;
      if (status !== statuses.pending) throw refused(status);
      if (((bytes[1] ?? 0) & 1) !== 0) await this.#drain(signal);
      else await sleep(this.#pollMs, undefined, { signal });
    }
  }

  /** Reads on to a short packet. */
  async #drain(signal: AbortSignal): Promise<void> {
    for (let drained = 0; drained <= drainMost; ) {
      try {
        const { bytes, short } = await this.#in.rest(signal);
        if (short) return;
        drained += bytes.length;
      } catch (error) {
        if (!(error instanceof PipeError && error.trouble === 'stall')) throw error;
        await this.#pipe.clearHalt('in');
        return;
      }
    }
    throw bad('it does not end');
  }
}

const refused = (status: number): Error =>
  bad(`the device refuses to give up, with status ${status.toString(16).padStart(2, '0')} (hexadecimal)`);
