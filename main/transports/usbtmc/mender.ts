import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '#shared/faults.ts';
import { attend } from './attend.ts';
import type { BulkOut } from './bulk-out.ts';
import { stuckFault } from './link-faults.ts';
import type { UsbPipe } from './pipe.ts';
import type { Quirks } from './quirks.ts';
import type { Reader } from './reader.ts';
import type { Recovery } from './recovery.ts';
import type { UsbtmcTiming } from './timing.ts';

/** What a mender works with. */
export interface Workshop {
  readonly pipe: UsbPipe;
  readonly recovery: Recovery;
  readonly reader: Reader;
  readonly out: BulkOut;
  readonly quirks: Quirks;
  readonly timing: UsbtmcTiming;
  /** The link can no longer be used. */
  readonly lose: (why: string) => void;
}

/** Knows what is wrong with a link, and puts it right: the smallest means first, then the device is emptied, then it is lost. */
export class Mender {
  readonly #shop: Workshop;
  readonly #halted = new Set<'in' | 'out'>();
  #cut: number | null = null;
  #wrong = false;
  #running: Promise<void> | null = null;
  #emptying = false;
  /** An emergency message was written, and no answer has come since: it may still lie in the device's input. */
  urgent = false;
  /** A question may have been asked whose answer has not come whole: the device would give it to whoever asks next. */
  owed = false;

  constructor(shop: Workshop) {
    this.#shop = shop;
  }

  /** True while the device cannot be given a message that it would carry out. */
  get deaf(): boolean {
    return this.#cut !== null || this.#emptying || this.#halted.has('out');
  }

  /** An answer failed; `halted`: its endpoint stands still. */
  answerFailed(halted: boolean): void {
    this.#wrong = true;
    if (halted) this.#halted.add('in');
  }

  /** A message was broken off with transfer `tag`; `halted`: its endpoint stands still. */
  messageFailed(tag: number | null, halted: boolean): void {
    this.#wrong = true;
    this.#cut = tag;
    if (halted) this.#halted.add('out');
  }

  /** Resolves when nothing is wrong any more. Rejects with a signal's fault, or INSTRUMENT_CLOSED. */
  async ready(...signals: AbortSignal[]): Promise<void> {
    if (this.#running !== null) await attend(this.#running, signals);
    if (this.#wrong || this.#shop.reader.asked !== null) await attend(this.mend(), signals);
  }

  /** Puts right what is wrong. Rejects with INSTRUMENT_CLOSED when it cannot: then the link is lost. */
  mend(): Promise<void> {
    return this.#run(() => this.#giveUp());
  }

  /** Empties the device's input and output. Rejects with INSTRUMENT_CLOSED when it cannot: then the link is lost. */
  empty(): Promise<void> {
    return this.#run(() => this.#clear());
  }

  /**
   * For a link that ends: what is under way is broken off, and an answer that is owed is given up, but not for the price of an
   * emergency message (then `owed` stays). Rejects when that does not work in `signal`'s time.
   */
  async quieten(signal: AbortSignal): Promise<void> {
    const { reader, recovery, out, quirks } = this.#shop;
    if (this.#running !== null) await attend(this.#running, [signal]);
    if (reader.asked !== null) await recovery.abortIn(reader.asked, signal);
    if (this.#cut === null) await attend(out.idle, [signal]);
    else await recovery.abortOut(this.#cut, signal);
    if (this.#cut !== null && quirks.noClear) throw stuckFault();
    if (this.#cut === null && (!this.owed || this.urgent || quirks.noClear)) return;
    await recovery.clear(signal);
    this.owed = false;
  }

  #run(work: () => Promise<void>): Promise<void> {
    this.#running ??= work()
      .then(
        () => {
          this.#shop.reader.forget();
          this.#cut = null;
          this.#wrong = false;
          this.#halted.clear();
        },
        (error) => {
          this.#shop.lose('The USB link could not be brought back into step.');
          throw new Fault('INSTRUMENT_CLOSED', 'The USB link could not be brought back into step.', {
            cause: error,
          });
        },
      )
      .finally(() => {
        this.#running = null;
      });
    return this.#running;
  }

  async #giveUp(): Promise<void> {
    const { pipe, recovery, reader, quirks } = this.#shop;
    try {
      for (const which of this.#halted) await pipe.clearHalt(which);
      if (reader.asked !== null) await recovery.abortIn(reader.asked, this.#deadline());
      if (this.#cut === null) return;
      if (!this.#halted.has('out')) await recovery.abortOut(this.#cut, this.#deadline());
    } catch (error) {
      if (quirks.noClear) throw error;
    }
    // A part of a message may lie in the device's input, and would be joined to the next one.
    await this.#clear();
  }

  async #clear(): Promise<void> {
    const { recovery, quirks, timing } = this.#shop;
    if (quirks.noClear) throw stuckFault();
    // What was written in an emergency gets the time to be carried out.
    if (this.urgent) await sleep(timing.urgent);
    this.#emptying = true;
    try {
      await recovery.clear(this.#deadline());
      this.owed = false;
    } finally {
      this.#emptying = false;
    }
  }

  #deadline(): AbortSignal {
    return AbortSignal.timeout(this.#shop.timing.mend);
  }
}
