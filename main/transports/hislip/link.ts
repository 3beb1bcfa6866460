import type { Duplex } from 'node:stream';
import type { Fault } from '#shared/faults.ts';
import { Channel } from './channel.ts';
import { closedFault, errorCodes, errorFault, fatalFault } from './errors.ts';
import type { FrameSink } from './frames.ts';
import { Gate } from './gate.ts';
import { encode, type Header, headerBytes, putHeader } from './header.ts';
import { firstId, isVendorMessage, nextId, rmtDelivered, types } from './messages.ts';
import { Replies } from './replies.ts';
import { Requests } from './requests.ts';

/** What a link tells. */
export interface LinkEvents {
  serviced(statusByte: number): void;
  /** It has ended, and not because it was asked to. Called once. `awaited`: somebody waited for a reply, and knows why. */
  ended(why: Fault, awaited: boolean): void;
}

/** The two channels of one HiSLIP link, and where what comes on them goes. Both are read as long as it lives. */
export class Link {
  readonly replies: Replies;
  readonly gate = new Gate();
  /** Requests on the synchronous channel (initialize, device clear), and on the other one. */
  readonly synchronous = new Requests();
  readonly asynchronous = new Requests();
  /** Bytes of payload that the instrument takes in one message. */
  payloadLimit = 1;
  #sync: Channel | null = null;
  #async: Channel | null = null;
  #nextId = firstId;
  #over = false;
  #failure: Fault | null = null;
  /** The instrument refused what was sent last, and nobody was waiting for the answer yet. */
  #refused: Fault | null = null;
  readonly #cap: number;
  readonly #events: LinkEvents;

  constructor(cap: number, events: LinkEvents) {
    this.#cap = cap;
    this.#events = events;
    this.replies = new Replies(cap, (why) => this.fail(why));
  }

  get over(): boolean {
    return this.#over;
  }

  /** Why it ended by itself; null while it has not. */
  get failure(): Fault | null {
    return this.#failure;
  }

  /** Gives the link its channels, in this order. */
  attach(which: 'sync' | 'async', socket: Duplex): void {
    const sink = which === 'sync' ? this.#syncSink : this.#asyncSink;
    const channel = new Channel(socket, sink, this.#cap, (why) => this.fail(why));
    if (this.#over) channel.end();
    else if (which === 'sync') this.#sync = channel;
    else this.#async = channel;
  }

  sendSync(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    return this.#sync?.send(bytes, signal) ?? Promise.reject(closedFault());
  }

  sendAsync(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    return this.#async?.send(bytes, signal) ?? Promise.reject(closedFault());
  }

  sendNow(bytes: Uint8Array): void {
    if (this.#sync === null) throw closedFault();
    this.#sync.sendNow(bytes);
  }

  /** The messages that carry these bytes, ready to be sent in one piece: Data up to the last one, DataEnd. */
  dataMessages(bytes: Uint8Array): Buffer {
    const limit = this.payloadLimit;
    const count = Math.max(1, Math.ceil(bytes.length / limit));
    const out = Buffer.allocUnsafe(bytes.length + count * headerBytes);
    let at = 0;
    for (let index = 0; index < count; index++) {
      const part = count === 1 ? bytes : bytes.subarray(index * limit, (index + 1) * limit);
      const type = index === count - 1 ? types.DataEnd : types.Data;
      putHeader(out, at, { type, ...this.#stamp(), length: part.length });
      out.set(part, at + headerBytes);
      at += headerBytes + part.length;
    }
    return out;
  }

  triggerMessage(): Buffer {
    const { control, parameter } = this.#stamp();
    return encode(types.Trigger, control, parameter);
  }

  /** Control code and id of the next message on the synchronous channel. */
  #stamp(): { control: number; parameter: number } {
    const control = this.replies.takeRmt() ? rmtDelivered : 0;
    const parameter = this.#nextId;
    this.#nextId = nextId(parameter);
    this.#refused = null;
    this.replies.sent(parameter);
    return { control, parameter };
  }

  /** Why the last message will have no answer, if the instrument said so before anybody waited. Told once. */
  takeRefusal(): Fault | null {
    const refused = this.#refused;
    this.#refused = null;
    return refused;
  }

  /** Everything begins anew: in this mode, with the first id. */
  reset(overlap: boolean): void {
    this.#nextId = firstId;
    this.#refused = null;
    this.replies.reset(overlap);
    this.gate.reset();
  }

  /** Ends at once, and tells so. */
  fail(why: Fault): void {
    if (this.#over) return;
    const { awaited } = this.replies;
    this.#failure = why;
    this.give(why);
    this.#events.ended(why, awaited);
  }

  /** Ends at once, without a word; with a last message on the synchronous channel. */
  give(why: Fault, farewell?: Uint8Array): void {
    this.#over = true;
    this.#sync?.end(farewell);
    this.#async?.end();
    this.#quiet(why);
  }

  /** Says goodbye on both channels first. */
  async close(closeMs: number, why: Fault): Promise<void> {
    this.#over = true;
    const channels = [this.#sync, this.#async].filter((channel) => channel !== null);
    const closing = channels.map((channel) => channel.close(closeMs));
    this.#quiet(why);
    await Promise.all(closing);
  }

  #quiet(why: Fault): void {
    this.synchronous.end(why);
    this.asynchronous.end(why);
    this.replies.close(why);
  }

  readonly #syncSink: FrameSink = {
    begin: (header) => this.replies.begin(header),
    data: (bytes) => this.replies.data(bytes),
    frame: (header, payload) => {
      switch (header.type) {
        case types.Data:
        case types.DataEnd:
          this.replies.end(header);
          return;
        case types.Interrupted:
          this.replies.drop();
          this.gate.interrupted('synchronous');
          if (!this.gate.clearing) this.replies.deaf = this.gate.behind;
          return;
        case types.Error: {
          const fault = errorFault(header.control, payload);
          if (!this.synchronous.refuse(fault) && !this.replies.refuse(fault)) this.#refused = fault;
          return;
        }
        default:
          this.#other(header, payload, this.synchronous, this.#sync);
      }
    },
  };

  readonly #asyncSink: FrameSink = {
    begin: () => undefined,
    data: () => undefined,
    frame: (header, payload) => {
      switch (header.type) {
        case types.AsyncServiceRequest:
          this.#events.serviced(header.control);
          return;
        case types.AsyncInterrupted:
          this.gate.interrupted('asynchronous');
          if (!this.gate.behind || this.gate.clearing) return;
          this.replies.drop();
          this.replies.deaf = true;
          return;
        case types.Error:
          this.asynchronous.refuse(errorFault(header.control, payload));
          return;
        default:
          this.#other(header, payload, this.asynchronous, this.#async);
      }
    },
  };

  /** What either channel may bring: answers, the end, and what nobody here understands. */
  #other(header: Header, payload: Uint8Array, requests: Requests, channel: Channel | null): void {
    if (header.type === types.FatalError) this.fail(fatalFault(header.control, payload));
    else if (requests.settle(header, payload) || isVendorMessage(header.type) || answers.has(header.type))
      return;
    else channel?.post(encode(types.Error, errorCodes.type, 0, unknownType));
  }
}

const unknownType = Buffer.from('Unrecognized message type', 'latin1');

/** Answers that nobody waits for are no mistake of the kind that IVI-6.1 has an error for. */
const answers: ReadonlySet<number> = new Set([
  types.InitializeResponse,
  types.AsyncLockResponse,
  types.DeviceClearAcknowledge,
  types.AsyncRemoteLocalResponse,
  types.AsyncMaximumMessageSizeResponse,
  types.AsyncInitializeResponse,
  types.AsyncStatusResponse,
  types.AsyncDeviceClearAcknowledge,
  types.AsyncLockInfoResponse,
]);
