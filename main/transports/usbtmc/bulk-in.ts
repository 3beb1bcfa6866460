import { attend } from './attend.ts';
import { headerSize } from './header.ts';
import { PipeError, type UsbPipe } from './pipe.ts';

/** Bytes of one read at the most: the kernel finds memory in one piece for that much. */
const chunkSize = 1 << 16;

/** How long one read waits for a first packet before it is made anew, ms. It bounds how long giving back an interface takes. */
const sliceMs = 1_000;
/** Once bytes flow, a device that pauses longer than this has lost them, ms. */
const flowMs = 30_000;

/** What one read brought. */
export interface Arrival {
  readonly bytes: Uint8Array;
  /** A short packet, perhaps an empty one, ended the transfer. */
  readonly short: boolean;
}

interface Pending {
  readonly length: number;
  readonly arrival: Promise<Uint8Array>;
  settled: boolean;
}

/**
 * The Bulk-IN endpoint: at most one read is queued. A reader that gives up leaves it queued, as the class wants it for aborting, and
 * whoever reads next takes it over. source: USBTMC 1.00, 4.2.1.4.
 */
export class BulkIn {
  readonly packet: number;
  readonly #pipe: UsbPipe;
  /** A multiple of the packet, so that no packet is larger than what is left for it. */
  readonly #most: number;
  readonly #first: number;
  #pending: Pending | null = null;

  constructor(pipe: UsbPipe) {
    this.#pipe = pipe;
    this.packet = pipe.bulkInEndpoint.packet;
    this.#first = Math.ceil(headerSize / this.packet) * this.packet;
    this.#most = Math.max(this.packet, chunkSize - (chunkSize % this.packet));
  }

  /** True while a read is queued that nothing has ended yet. */
  get queued(): boolean {
    return this.#pending !== null && !this.#pending.settled;
  }

  /** Forgets what came before anybody asked. */
  dropEarly(): void {
    if (this.#pending?.settled) this.#pending = null;
  }

  /** The first packet of a transfer, or as many as a header needs, waited for until a signal is aborted: then rejects with its fault. */
  first(...signals: AbortSignal[]): Promise<Arrival> {
    return this.#wait(this.#first, signals);
  }

  async #wait(length: number, signals: readonly AbortSignal[]): Promise<Arrival> {
    for (;;) {
      try {
        return await this.#take(length, sliceMs, signals);
      } catch (error) {
        if (!(error instanceof PipeError && error.trouble === 'timeout')) throw error;
      }
    }
  }

  /** Up to `wanted` bytes more of a transfer that flows. Rejects with PipeError when they do not come. */
  more(wanted: number, ...signals: AbortSignal[]): Promise<Arrival> {
    const whole = Math.ceil(wanted / this.packet) * this.packet;
    return this.#take(Math.min(whole, this.#most), flowMs, signals);
  }

  /** What is left of a transfer that nobody wants, a piece at a time. */
  rest(...signals: AbortSignal[]): Promise<Arrival> {
    return this.#wait(this.#most, signals);
  }

  /** The packet behind a transfer that filled its last one. Null when none comes in `ms`. */
  async tail(ms: number, ...signals: AbortSignal[]): Promise<Arrival | null> {
    try {
      return await this.#take(this.packet, ms, signals);
    } catch (error) {
      if (error instanceof PipeError && error.trouble === 'timeout') return null;
      throw error;
    }
  }

  async #take(length: number, deadlineMs: number, signals: readonly AbortSignal[]): Promise<Arrival> {
    const pending = this.#pending ?? this.#queue(length, deadlineMs);
    // Aborted: it stays queued.
    await attend(
      pending.arrival.then(
        () => undefined,
        () => undefined,
      ),
      signals,
    );
    if (this.#pending === pending) this.#pending = null;
    const bytes = await pending.arrival;
    return { bytes, short: bytes.length < pending.length };
  }

  #queue(length: number, deadlineMs: number): Pending {
    const settle = (): void => {
      pending.settled = true;
    };
    const arrival = this.#pipe.bulkIn(length, deadlineMs);
    const pending: Pending = { length, arrival, settled: false };
    arrival.then(settle, settle);
    this.#pending = pending;
    return pending;
  }
}
