import { PacketQueue } from './packets.fixture.ts';
import { type ControlRequest, PipeError, type UsbEndpoint, type UsbPipe } from './pipe.ts';

/** What an instrument in a test is like. */
export interface InstrumentOptions {
  /** Bytes of a packet. */
  readonly packet?: number;
  readonly interrupt?: boolean;
  /** Bytes 4, 5, 14 and 15 of GET_CAPABILITIES. */
  readonly capabilities?: readonly [number, number, number, number];
  /** What it says to a message; null: nothing. */
  readonly answer?: (message: string) => string | Uint8Array | null;
  /** Most bytes of an answer in one transfer. */
  readonly transferBytes?: number;
}

/** A transfer of the instrument, before it is cut into packets: a test may change all of it. */
export interface Sending {
  frame: Uint8Array;
  /** An empty packet follows where the last one is full. */
  tail: boolean;
}

interface Stuck {
  readonly tag: number;
  readonly reject: (error: PipeError) => void;
  readonly timer: NodeJS.Timeout;
}

const bytesOf = (text: string | Uint8Array): Uint8Array =>
  typeof text === 'string' ? Buffer.from(text, 'latin1') : text;

/**
 * The device's side of USBTMC and USB488, at the level of packets, with its own mind: it checks what it is sent, halts an
 * endpoint when the host breaks the class, and notes that in `violations`. Every fault of a real one can be asked for.
 */
export class Instrument implements UsbPipe {
  readonly interfaceNumber = 2;
  readonly bulkOutEndpoint: UsbEndpoint;
  readonly bulkInEndpoint: UsbEndpoint;
  readonly interruptEndpoint: UsbEndpoint | null;
  readonly #options: InstrumentOptions;

  /** What the host did that the class forbids. */
  readonly violations: string[] = [];
  /** Transfers to the device, as they came. */
  readonly sent: Uint8Array[] = [];
  /** Whole messages. */
  readonly messages: string[] = [];
  /** Control requests but READ_STATUS_BYTE and GET_CAPABILITIES, as `code(value)`. */
  readonly requests: string[] = [];
  readonly halted = new Set<'out' | 'in' | 'interrupt'>();
  triggers = 0;
  resets = 0;
  closed = false;
  /** Messages whose answers were lost because another message came before they were read. */
  interrupted = 0;
  statusByteNow = 0x10;

  /** Faults: each is taken by the next occasion, or stays. */
  readonly abortInSays: number[] = [];
  readonly abortOutSays: number[] = [];
  readonly clearSays: number[] = [];
  readonly statusSays: number[] = [];
  /** So many questions whether it is ready are answered with PENDING. */
  pending = 0;
  /** So many more transfers are taken, then none. */
  takes = Number.POSITIVE_INFINITY;
  /** How long Bulk-OUT takes for a transfer, ms. */
  outMs = 0;
  /** Nothing that is asked over control gets an answer. */
  mute = false;
  /** INITIATE_ABORT_BULK_IN is answered, but nothing follows. */
  abortsInSilence = false;
  tamper: ((sending: Sending) => void) | null = null;

  #input: Uint8Array[] = [];
  #output: Uint8Array | null = null;
  #request: { tag: number; size: number } | null = null;
  #sendingTag: number | null = null;
  readonly #in: PacketQueue;
  readonly #notices = new PacketQueue(3);
  #stuckOut: Stuck | null = null;
  #outBusy = false;
  #lastTag = 0;
  #gone = false;
  #onGone: (() => void) | null = null;

  constructor(options: InstrumentOptions = {}) {
    this.#options = options;
    const { packet = 64, interrupt = true } = options;
    this.#in = new PacketQueue(packet, () => {
      this.#sendingTag = null;
    });
    this.bulkOutEndpoint = { address: 0x01, packet };
    this.bulkInEndpoint = { address: 0x82, packet };
    this.interruptEndpoint = interrupt ? { address: 0x83, packet: 2 } : null;
  }

  // The world outside.

  /** An answer that comes by and by. */
  reply(answer: string | Uint8Array): void {
    this.#output = bytesOf(answer);
    this.#serve();
  }

  /** Puts packets on Bulk-IN that nobody asked for. */
  blurt(...packets: Uint8Array[]): void {
    this.#in.push(...packets);
  }

  notify(...bytes: number[]): void {
    this.#notices.push(Uint8Array.from(bytes));
  }

  halt(which: 'out' | 'in' | 'interrupt'): void {
    this.halted.add(which);
    const error = new PipeError('stall', `${which} halted`);
    if (which === 'in') this.#in.end(error);
    if (which === 'out') this.#endOut(error);
    if (which === 'interrupt') this.#notices.end(error);
  }

  unplug(): void {
    this.#gone = true;
    this.#endAll(new PipeError('gone', 'unplugged'));
    this.#onGone?.();
  }

  /** True while the host waits on Bulk-IN. */
  get awaited(): boolean {
    return this.#in.awaited;
  }

  /** Packets that the host has not read. */
  get unread(): number {
    return this.#in.unread;
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
    this.#take(bytes);
    if (this.halted.has('out')) throw new PipeError('stall', 'out halted');
  }

  async bulkIn(length: number, deadlineMs: number): Promise<Uint8Array> {
    this.#check('in');
    if (length < this.#in.packet || length % this.#in.packet !== 0)
      this.#violated(`IN buffer of ${length} bytes`);
    return this.#in.read(length, deadlineMs);
  }

  async interruptIn(deadlineMs: number): Promise<Uint8Array> {
    this.#check('interrupt');
    return this.#notices.read(2, deadlineMs);
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
      this.#violated(`request ${request} for ${recipient} ${index}`);
    const answer = this.#control(request, value);
    if (answer === null) throw new PipeError('stall', 'endpoint stalled');
    return answer.subarray(0, length);
  }

  async clearHalt(which: 'out' | 'in' | 'interrupt'): Promise<void> {
    this.#check(null);
    if ((which === 'out' && this.#outBusy) || (which === 'in' && this.#in.awaited))
      throw new PipeError('broken', 'clearHalt error: endpoint not found');
    await Promise.resolve();
    this.halted.delete(which);
  }

  async reset(): Promise<void> {
    this.resets++;
    this.#endAll(new PipeError('broken', 'reset'));
    this.#input = [];
    this.#output = null;
    this.#request = null;
    this.#in.drop();
    this.halted.clear();
    await Promise.resolve();
  }

  async close(): Promise<void> {
    if (this.#outBusy) this.#violated('closed with a transfer to the device under way');
    if (this.closed) this.#violated('closed twice');
    // As the package does it: transfers that wait have to end first.
    while (this.#in.awaited || this.#notices.awaited) await new Promise((resolve) => setTimeout(resolve, 5));
    this.closed = true;
  }

  onGone(listener: () => void): void {
    this.#onGone = listener;
    if (this.#gone) listener();
  }

  // Inside.

  #violated(what: string): void {
    this.violations.push(what);
  }

  #check(which: 'out' | 'in' | 'interrupt' | null): void {
    if (this.#gone) throw new PipeError('gone', 'device disconnected');
    if (this.closed) throw new PipeError('broken', 'closed');
    if (which !== null && this.halted.has(which)) throw new PipeError('stall', `${which} halted`);
  }

  #take(bytes: Uint8Array): void {
    const fail = (what: string): void => {
      this.#violated(what);
      this.halt('out');
    };
    if (bytes.length < 12) return fail('no header');
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const [id = 0, tag = 0, inverse = 0, zero = 0] = bytes;
    const size = view.getUint32(4, true);
    if (tag === 0 || tag === this.#lastTag || inverse !== (~tag & 0xff) || zero !== 0)
      return fail(`tag ${tag} after ${this.#lastTag}`);
    this.#lastTag = tag;
    if (id === 1) {
      if (size === 0) return fail('TransferSize 0');
      if (bytes.length !== ((12 + size + 3) & ~3)) return fail(`${bytes.length} bytes for ${size}`);
      this.#input.push(bytes.slice(12, 12 + size));
      if ((view.getUint8(8) & 1) !== 0) this.#message();
    } else if (id === 2) {
      if (bytes.length !== 12 || size === 0) return fail('a strange request');
      if (this.#request !== null || this.#sendingTag !== null) {
        this.#violated('a request while another is under way');
        return this.halt('in');
      }
      this.#request = { tag, size };
      this.#serve();
    } else if (id === 128) {
      if (bytes.length !== 12 || bytes.subarray(4).some((byte) => byte !== 0))
        return fail('a strange trigger');
      this.triggers++;
    } else fail(`MsgID ${id}`);
  }

  #message(): void {
    const text = Buffer.concat(this.#input).toString('latin1');
    this.#input = [];
    this.messages.push(text);
    if (this.#output !== null) {
      this.interrupted++;
      this.#output = null;
    }
    const answer = this.#options.answer?.(text) ?? null;
    if (answer !== null) this.#output = bytesOf(answer);
    this.#serve();
  }

  /** Begins a transfer when one was asked for and there is something to say. */
  #serve(): void {
    const request = this.#request;
    const output = this.#output;
    if (request === null || output === null) return;
    const { transferBytes = Number.POSITIVE_INFINITY, packet = 64 } = this.#options;
    const size = Math.min(request.size, transferBytes, output.length);
    const last = size === output.length;
    const frame = new Uint8Array((12 + size + 3) & ~3);
    frame.set([2, request.tag, ~request.tag & 0xff]);
    new DataView(frame.buffer).setUint32(4, size, true);
    frame[8] = last ? 1 : 0;
    frame.set(output.subarray(0, size), 12);
    const sending = { frame, tail: true };
    this.tamper?.(sending);
    this.#request = null;
    this.#output = last ? null : output.slice(size);
    this.#sendingTag = request.tag;
    const packets: Uint8Array[] = [];
    for (let from = 0; from < sending.frame.length; from += packet)
      packets.push(sending.frame.slice(from, from + packet));
    if (sending.frame.length % packet === 0 && sending.tail) packets.push(new Uint8Array(0));
    this.#in.push(...packets);
  }

  /** The answer to a control request; null: it is stalled. */
  #control(request: number, value: number): Uint8Array | null {
    switch (request) {
      case 1:
        return this.#abortOut(value);
      case 3:
        return this.#abortIn(value);
      case 2:
      case 4:
      case 6: {
        const more = this.#in.unread > 0 ? 1 : 0;
        const busy = this.pending > 0 || (request !== 2 && more === 1);
        if (this.pending > 0) this.pending--;
        return Uint8Array.of(busy ? 2 : 1, request === 2 ? 0 : more, 0, 0, 0, 0, 0, 0);
      }
      case 5:
        return this.#clear();
      case 7:
        return this.#capabilities();
      case 128: {
        const says = this.statusSays.shift();
        if (says !== undefined) return Uint8Array.of(says, value, 0);
        if (value < 2 || value > 127) this.#violated(`READ_STATUS_BYTE with tag ${value}`);
        if (this.interruptEndpoint === null) return Uint8Array.of(1, value, this.statusByteNow);
        this.notify(0x80 | value, this.statusByteNow);
        return Uint8Array.of(1, value, 0);
      }
      case 160:
      case 161:
      case 162:
        return ((this.#options.capabilities ?? [0, 0, 7, 15])[2] & 2) === 0 ? null : Uint8Array.of(1);
      default:
        return null;
    }
  }

  #capabilities(): Uint8Array {
    const [byte4, byte5, byte14, byte15] = this.#options.capabilities ?? [0, 0, 7, 15];
    const bytes = new Uint8Array(24);
    bytes.set([1, 0, 0x00, 0x01, byte4, byte5]);
    bytes.set([0x00, 0x01, byte14, byte15], 12);
    return bytes;
  }

  #abortIn(tag: number): Uint8Array {
    const says = this.abortInSays.shift();
    if (says !== undefined) return Uint8Array.of(says, 0);
    const current = this.#sendingTag ?? this.#request?.tag ?? null;
    if (current === null) return Uint8Array.of(0x80, 0);
    if (current !== tag) return Uint8Array.of(0x81, current);
    this.#request = null;
    this.#sendingTag = null;
    this.#output = null;
    this.#in.drop();
    if (!this.abortsInSilence) this.blurt(new Uint8Array(0));
    return Uint8Array.of(1, tag);
  }

  #abortOut(tag: number): Uint8Array {
    const says = this.abortOutSays.shift();
    if (says !== undefined) return Uint8Array.of(says, 0);
    if (this.#stuckOut === null) return Uint8Array.of(0x80, 0);
    if (this.#stuckOut.tag !== tag) return Uint8Array.of(0x81, this.#stuckOut.tag);
    this.takes = Number.POSITIVE_INFINITY;
    this.halt('out');
    return Uint8Array.of(1, tag);
  }

  #clear(): Uint8Array {
    const says = this.clearSays.shift();
    if (says !== undefined) return Uint8Array.of(says);
    const underWay = this.#in.unread > 0;
    this.#input = [];
    this.#output = null;
    this.#request = null;
    this.#sendingTag = null;
    this.#in.drop();
    this.halt('out');
    if (underWay) this.blurt(new Uint8Array(0));
    return Uint8Array.of(1);
  }

  #endAll(error: PipeError): void {
    this.#in.end(error);
    this.#endOut(error);
    this.#notices.end(error);
  }

  #endOut(error: PipeError): void {
    const stuck = this.#stuckOut;
    this.#stuckOut = null;
    clearTimeout(stuck?.timer);
    stuck?.reject(error);
  }
}
