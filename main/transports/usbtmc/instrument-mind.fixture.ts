import { PacketQueue } from './packets.fixture.ts';

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

const bytesOf = (text: string | Uint8Array): Uint8Array =>
  typeof text === 'string' ? Buffer.from(text, 'latin1') : text;

/** What goes on inside an instrument in a test: messages, answers, aborts, and what it thinks of its host. */
export abstract class InstrumentMind {
  readonly interruptible: boolean;
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
  /** It does not say that there is something left to read. */
  hidesRest = false;
  /** INITIATE_ABORT_BULK_IN is answered, but nothing follows. */
  abortsInSilence = false;
  tamper: ((sending: Sending) => void) | null = null;

  #input: Uint8Array[] = [];
  #output: Uint8Array | null = null;
  #request: { tag: number; size: number } | null = null;
  #sendingTag: number | null = null;
  #lastTag = 0;
  /** Bulk-IN and Interrupt-IN. */
  protected readonly in: PacketQueue;
  protected readonly notices = new PacketQueue(3);

  constructor(options: InstrumentOptions) {
    this.#options = options;
    this.interruptible = options.interrupt ?? true;
    this.in = new PacketQueue(options.packet ?? 64);
  }

  abstract halt(which: 'out' | 'in' | 'interrupt'): void;
  /** Number of the transfer that it does not take. */
  protected abstract readonly stuckTag: number | null;

  /** An answer that comes by and by. */
  reply(answer: string | Uint8Array): void {
    this.#output = bytesOf(answer);
    this.#serve();
  }

  notify(...bytes: number[]): void {
    this.notices.push(Uint8Array.from(bytes));
  }

  protected forget(): void {
    this.#input = [];
    this.#output = null;
    this.#request = null;
    this.#sendingTag = null;
    this.in.drop();
  }

  protected take(bytes: Uint8Array): void {
    const fail = (what: string): void => {
      this.violations.push(what);
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
        this.violations.push('a request while another is under way');
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
    this.in.send(packets, () => {
      this.#sendingTag = null;
    });
  }

  /** The answer to a control request; null: it is stalled. */
  protected control(request: number, value: number): Uint8Array | null {
    switch (request) {
      case 1:
        return this.#abortOut(value);
      case 3:
        return this.#abortIn(value);
      case 2:
      case 4:
      case 6: {
        const more = this.in.unread > 0 && !this.hidesRest ? 1 : 0;
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
        if (value < 2 || value > 127) this.violations.push(`READ_STATUS_BYTE with tag ${value}`);
        if (!this.interruptible) return Uint8Array.of(1, value, this.statusByteNow);
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
    this.forget();
    if (!this.abortsInSilence) this.in.push(new Uint8Array(0));
    return Uint8Array.of(1, tag);
  }

  #abortOut(tag: number): Uint8Array {
    const says = this.abortOutSays.shift();
    if (says !== undefined) return Uint8Array.of(says, 0);
    if (this.stuckTag === null) return Uint8Array.of(0x80, 0);
    if (this.stuckTag !== tag) return Uint8Array.of(0x81, this.stuckTag);
    this.takes = Number.POSITIVE_INFINITY;
    this.halt('out');
    return Uint8Array.of(1, tag);
  }

  #clear(): Uint8Array {
    const says = this.clearSays.shift();
    if (says !== undefined) return Uint8Array.of(says);
    const underWay = this.in.unread > 0;
    this.forget();
    this.halt('out');
    if (underWay) this.in.push(new Uint8Array(0));
    return Uint8Array.of(1);
  }
}
