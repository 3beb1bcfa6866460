import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '#shared/faults.ts';
import type { Capabilities } from './capabilities.ts';
import { bad } from './header.ts';
import { type Interrupts, statusLate } from './interrupts.ts';
import { PipeError } from './pipe.ts';
import { type Answer, type ClassRequests, statuses } from './requests.ts';
import type { UsbtmcTiming } from './timing.ts';

/** How often a device may say that its last status byte was not fetched yet. */
const busyMost = 5;

/** What USB488 adds: the status byte, and remote and local. */
export class Bus488 {
  readonly #requests: ClassRequests;
  readonly #can: Capabilities;
  readonly #interrupts: Interrupts | null;
  readonly #timing: UsbtmcTiming;
  #tag = 1;

  constructor(
    requests: ClassRequests,
    can: Capabilities,
    interrupts: Interrupts | null,
    timing: UsbtmcTiming,
  ) {
    this.#requests = requests;
    this.#can = can;
    this.#interrupts = interrupts;
    this.#timing = timing;
  }

  /** The status byte; null where the device has none. Rejects with INSTRUMENT_TIMEOUT, INSTRUMENT_REPLY, or a signal's fault. */
  async statusByte(...signals: AbortSignal[]): Promise<number | null> {
    if (!this.#can.usb488) return null;
    for (let busy = 0; ; busy++) {
      // source: USB488 1.00, 4.3.1: 2 to 127.
      this.#tag = this.#tag === 127 ? 2 : this.#tag + 1;
      const found = await this.#ask(this.#tag, signals);
      if (found !== 'busy') return found;
      if (busy === busyMost) throw statusLate(this.#timing.status);
      await sleep(this.#timing.poll);
    }
  }

  async #ask(tag: number, signals: AbortSignal[]): Promise<number | 'busy' | null> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(statusLate(this.#timing.status)), this.#timing.status);
    // Whoever waits has to be there before the device is asked: the status byte may overtake the answer.
    const told = this.#interrupts?.statusByte(tag, [...signals, late.signal]);
    told?.catch(() => undefined);
    try {
      const { status, bytes } = await this.#requests.readStatusByte(tag);
      if (status === statuses.interruptBusy) return 'busy';
      if (status !== statuses.success) throw bad(`the device refuses its status byte, with status ${status}`);
      if (bytes[1] !== tag) throw bad(`a status byte came for ${bytes[1]} instead of ${tag}`);
      return told === undefined ? (bytes[2] ?? 0) : await told;
    } catch (error) {
      if (error instanceof PipeError && error.trouble === 'stall') return null;
      throw error;
    } finally {
      clearTimeout(timer);
      late.abort();
    }
  }

  /** source: USB488 1.00, 4.3.2 and 4.3.4. */
  async remote(lockout: boolean): Promise<boolean> {
    return (
      (await this.#order(() => this.#requests.renControl(true))) &&
      (!lockout || (await this.#order(() => this.#requests.localLockout())))
    );
  }

  /** Local now, and commands that follow leave it so. source: USB488 1.00, 4.3.2 and 4.3.3. */
  async local(): Promise<boolean> {
    return (
      (await this.#order(() => this.#requests.goToLocal())) &&
      (await this.#order(() => this.#requests.renControl(false)))
    );
  }

  async #order(ask: () => Promise<Answer>): Promise<boolean> {
    if (!this.#can.remoteLocal) return false;
    try {
      const { status } = await ask();
      if (status === statuses.success) return true;
      throw new Fault('INSTRUMENT_ERROR', 'The instrument refused to change between remote and local.');
    } catch (error) {
      if (error instanceof PipeError && error.trouble === 'stall') return false;
      throw error;
    }
  }
}
