import { InstrumentMind, type InstrumentOptions } from './instrument-mind.fixture.ts';
import { type ControlRequest, PipeError, type UsbEndpoint, type UsbPipe } from './pipe.ts';

interface Stuck {
  readonly tag: number;
  readonly reject: (error: PipeError) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * The device's side of USBTMC and USB488, at the level of packets, with its own mind: it checks what it is sent, halts an
 * endpoint when the host breaks the class, and notes that in `violations`. Every fault of a real one can be asked for.
 */
export class Instrument extends InstrumentMind implements UsbPipe {
  readonly interfaceNumber = 2;
  readonly bulkOutEndpoint: UsbEndpoint;
  readonly bulkInEndpoint: UsbEndpoint;
  readonly interruptEndpoint: UsbEndpoint | null;
  resets = 0;
  closed = false;
  /** A read that waits for a notification waits on. */
  patient = false;

  #stuckOut: Stuck | null = null;
  #outBusy = false;
  #gone = false;
  #onGone: (() => void) | null = null;

  constructor(options: InstrumentOptions = {}) {
    super(options);
    const { packet = 64, interrupt = true } = options;
    this.bulkOutEndpoint = { address: 0x01, packet };
    this.bulkInEndpoint = { address: 0x82, packet };
    this.interruptEndpoint = interrupt ? { address: 0x83, packet: 2 } : null;
  }

  // The world outside.

  /** Puts packets on Bulk-IN that nobody asked for. */
  blurt(...packets: Uint8Array[]): void {
    this.in.push(...packets);
  }

  get stuckTag(): number | null {
    return this.#stuckOut?.tag ?? null;
  }

  halt(which: 'out' | 'in' | 'interrupt'): void {
    this.halted.add(which);
    const error = new PipeError('stall', `${which} halted`);
    if (which === 'in') this.in.end(error);
    if (which === 'out') this.#endOut(error);
    if (which === 'interrupt') this.notices.end(error);
  }

  unplug(): void {
    this.#gone = true;
    this.#endAll(new PipeError('gone', 'unplugged'));
    this.#onGone?.();
  }

  /** True while the host waits on Bulk-IN. */
  get awaited(): boolean {
    return this.in.awaited;
  }

  /** Packets that the host has not read. */
  get unread(): number {
    return this.in.unread;
  }

  // The pipe.

  async bulkOut(bytes: Uint8Array, deadlineMs: number): Promise<void> {
    this.#check('out');
    if (this.#outBusy) throw new PipeError('broken', 'transferOut error: endpoint not found');
    if (this.takes-- <= 0) {
      this.#outBusy = true;
      try {
        await new Promise<void>((_, reject) => {
          const timer = setTimeout(() => this.#endOut(new PipeError('timeout', 'cancelled')), deadlineMs);
          this.#stuckOut = { tag: bytes[1] ?? 0, reject, timer };
        });
      } finally {
        this.#outBusy = false;
      }
    }
    this.#outBusy = true;
    if (this.outMs > 0) await new Promise((resolve) => setTimeout(resolve, this.outMs));
    else await Promise.resolve();
    this.#outBusy = false;
    this.sent.push(bytes);
    this.take(bytes);
    if (this.halted.has('out')) throw new PipeError('stall', 'out halted');
  }

  async bulkIn(length: number, deadlineMs: number): Promise<Uint8Array> {
    this.#check('in');
    if (length < this.in.packet || length % this.in.packet !== 0)
      this.violations.push(`IN buffer of ${length} bytes`);
    return this.in.read(length, deadlineMs);
  }

  async interruptIn(deadlineMs: number): Promise<Uint8Array> {
    this.#check('interrupt');
    return this.notices.read(2, this.patient ? 60_000 : deadlineMs);
  }

  async controlIn(
    { recipient, request, value, index, length }: ControlRequest,
    deadlineMs: number,
  ): Promise<Uint8Array> {
    this.#check(null);
    if (this.mute) {
      await new Promise((resolve) => setTimeout(resolve, deadlineMs));
      throw new PipeError('timeout', 'cancelled');
    }
    await Promise.resolve();
    if (request !== 7 && request !== 128) this.requests.push(`${request}(${value})`);
    const expected = request === 1 || request === 2 ? 0x01 : request === 3 || request === 4 ? 0x82 : 2;
    if (index !== expected || (recipient === 'endpoint') !== request < 5)
      this.violations.push(`request ${request} for ${recipient} ${index}`);
    const answer = this.control(request, value);
    if (answer === null) throw new PipeError('stall', 'endpoint stalled');
    return answer.subarray(0, length);
  }

  async clearHalt(which: 'out' | 'in' | 'interrupt'): Promise<void> {
    this.#check(null);
    if ((which === 'out' && this.#outBusy) || (which === 'in' && this.in.awaited))
      throw new PipeError('broken', 'clearHalt error: endpoint not found');
    await Promise.resolve();
    this.halted.delete(which);
  }

  async reset(): Promise<void> {
    this.resets++;
    this.#endAll(new PipeError('broken', 'reset'));
    this.forget();
    this.halted.clear();
    await Promise.resolve();
  }

  async close(): Promise<void> {
    if (this.#outBusy) this.violations.push('closed with a transfer to the device under way');
    if (this.closed) this.violations.push('closed twice');
    // As the package does it: transfers that wait have to end first.
    while (this.in.awaited || this.notices.awaited) await new Promise((resolve) => setTimeout(resolve, 5));
    this.closed = true;
  }

  onGone(listener: () => void): void {
    this.#onGone = listener;
    if (this.#gone) listener();
  }

  // Inside.

  #check(which: 'out' | 'in' | 'interrupt' | null): void {
    if (this.#gone) throw new PipeError('gone', 'device disconnected');
    if (this.closed) throw new PipeError('broken', 'closed');
    if (which !== null && this.halted.has(which)) throw new PipeError('stall', `${which} halted`);
  }

  #endAll(error: PipeError): void {
    this.in.end(error);
    this.#endOut(error);
    this.notices.end(error);
  }

  #endOut(error: PipeError): void {
    const stuck = this.#stuckOut;
    this.#stuckOut = null;
    clearTimeout(stuck?.timer);
    stuck?.reject(error);
  }
}
