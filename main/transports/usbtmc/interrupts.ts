import { Fault } from '#shared/faults.ts';
import { attend } from './attend.ts';
import { PipeError, type UsbPipe } from './pipe.ts';

/** How long one read waits before it is made anew, ms. It bounds how long giving back an interface takes. */
const sliceMs = 500;
/** Failures in a row that mean that the device is no longer there. */
const failuresMost = 3;
/** Tag of a service request. source: USB488 1.00, 3.4.1. */
const serviceTag = 1;

/** The one reader of the Interrupt-IN endpoint: tells status bytes that were asked for from service requests. */
export class Interrupts {
  readonly #pipe: UsbPipe;
  readonly #onService: (statusByte: number) => void;
  readonly #onBroken: () => void;
  readonly #waiting = new Map<number, (statusByte: number) => void>();
  #stopped = false;

  constructor(pipe: UsbPipe, onService: (statusByte: number) => void, onBroken: () => void) {
    this.#pipe = pipe;
    this.#onService = onService;
    this.#onBroken = onBroken;
    void this.#run();
  }

  /** Nothing more is read after what is queued now. */
  stop(): void {
    this.#stopped = true;
  }

  /** The status byte that comes with `tag`; listen before the device is asked. Rejects with a signal's fault. */
  async statusByte(tag: number, signals: readonly AbortSignal[]): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<number>();
    this.#waiting.set(tag, resolve);
    try {
      return await attend(promise, signals);
    } finally {
      this.#waiting.delete(tag);
    }
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#stopped && failures < failuresMost)
      try {
        this.#take(await this.#pipe.interruptIn(sliceMs));
        failures = 0;
      } catch (error) {
        const trouble = error instanceof PipeError ? error.trouble : 'broken';
        if (trouble === 'timeout') continue;
        if (trouble === 'gone') return;
        failures++;
        if (trouble === 'stall') await this.#pipe.clearHalt('interrupt').catch(() => failures++);
      }
    if (!this.#stopped) this.#onBroken();
  }

  /** source: USB488 1.00, 3.4.1 and 3.4.2: bit 7 set; 1 is a service request, 2 to 127 the tag of READ_STATUS_BYTE. */
  #take([first = 0, statusByte = 0]: Uint8Array): void {
    if ((first & 0x80) === 0) return;
    const tag = first & 0x7f;
    if (tag === serviceTag) this.#onService(statusByte);
    else this.#waiting.get(tag)?.(statusByte);
  }
}

/** No status byte came. INSTRUMENT_TIMEOUT. */
export const statusLate = (ms: number): Fault =>
  new Fault('INSTRUMENT_TIMEOUT', `The instrument did not tell its status byte within ${ms} ms.`);
