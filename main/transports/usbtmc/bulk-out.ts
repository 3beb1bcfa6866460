import type { UsbPipe } from './pipe.ts';

/** Until the device has to have taken one transfer, ms. Commands that take long hold up the next one. */
const outMs = 30_000;

/** The Bulk-OUT endpoint: one transfer after the other. */
export class BulkOut {
  readonly #pipe: UsbPipe;
  #waiting = 0;
  #last: Promise<void> = Promise.resolve();

  constructor(pipe: UsbPipe) {
    this.#pipe = pipe;
  }

  /** True while a transfer is under way. */
  get busy(): boolean {
    return this.#waiting > 0;
  }

  /** Resolves when nothing is under way any more. */
  get idle(): Promise<void> {
    return this.#last;
  }

  /** Sends in this very tick when nothing is under way, else right behind it. Rejects with PipeError. */
  send(bytes: Uint8Array): Promise<void> {
    const submit = (): Promise<void> => this.#pipe.bulkOut(bytes, outMs);
    const sent = this.#waiting === 0 ? submit() : this.#last.then(submit);
    this.#waiting++;
    const over = (): void => {
      this.#waiting--;
    };
    this.#last = sent.then(over, over);
    return sent;
  }
}
