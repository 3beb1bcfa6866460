import { Fault } from '#shared/faults.ts';
import { abortFault } from '#main/transports/inbox.ts';
import type { Header } from './header.ts';
import { anyId, noId, types } from './messages.ts';
import { Pieces } from './pieces.ts';

/** Whole replies that may wait unread. */
const unreadLimit = 1_000;

/** A part of a reply. */
export interface Part {
  readonly bytes: Uint8Array;
  readonly end: boolean;
}

/**
 * What the instrument says on the synchronous channel. A reply is handed out when all of it is there, because only its
 * last message tells whether it answers what was sent last. source: IVI-6.1 2.0, 3.1.2 (synchronized), 3.2 (overlap).
 */
export class Replies {
  /** In overlap mode the instrument counts its own replies, and every reply is taken. */
  overlap = false;
  /** While nothing may be taken: a device clear, or an Interrupted that is still to come. */
  deaf = false;
  /** Of the last message sent. */
  #sent = noId;
  /** Of the last reply handed out. */
  #delivered = noId;
  /** A whole reply was handed out, and no message has told so yet. */
  #rmt = false;
  #taking = false;
  readonly #pieces = new Pieces();
  #unread: { readonly part: Part; readonly id: number }[] = [];
  #unreadBytes = 0;
  #unreadEnds = 0;
  #reader: { resolve(part: Part): void; reject(fault: unknown): void } | null = null;
  #signal: AbortSignal | null = null;
  #over: Fault | null = null;
  readonly #cap: number;
  readonly #overflow: (why: Fault) => void;

  constructor(cap: number, overflow: (why: Fault) => void) {
    this.#cap = cap;
    this.#overflow = overflow;
  }

  get lastSent(): number {
    return this.#sent;
  }

  get lastDelivered(): number {
    return this.#delivered;
  }

  /** Bytes that have come and were not read. */
  get held(): number {
    return this.#pieces.size + this.#unreadBytes;
  }

  /** True while somebody waits for a reply. */
  get awaited(): boolean {
    return this.#reader !== null;
  }

  /** Whether a whole reply was handed out since this was asked for the last time: exactly one message tells the instrument. */
  takeRmt(): boolean {
    const rmt = this.#rmt;
    this.#rmt = false;
    return rmt;
  }

  /** A message with this id goes out: whatever was not read is no answer to it. */
  sent(id: number): void {
    this.#sent = id;
    this.drop();
  }

  begin({ type, parameter: id }: Header): void {
    this.#taking = !this.deaf && (this.overlap || id === this.#sent || (id === anyId && type === types.Data));
    if (!this.#taking) this.#pieces.drop();
  }

  data(bytes: Uint8Array): void {
    if (!this.#taking) return;
    this.#pieces.add(bytes);
    if (this.held > this.#cap) this.#tooMuch();
  }

  end({ type, parameter: id }: Header): void {
    if (!this.#taking || type !== types.DataEnd) return;
    const size = this.#pieces.size;
    const parts = this.#pieces.take();
    this.#unreadBytes += size;
    this.#unreadEnds++;
    if (this.#unreadEnds > unreadLimit) {
      this.#tooMuch();
      return;
    }
    const last = parts.pop() ?? nothing;
    for (const bytes of parts) this.#unread.push({ part: { bytes, end: false }, id });
    this.#unread.push({ part: { bytes: last, end: true }, id });
    const reader = this.#reader;
    this.#reader = null;
    const first = reader === null ? null : this.#shift();
    if (first !== null) reader?.resolve(first);
  }

  /** The next part of a reply. One reader at a time. */
  take(signal: AbortSignal): Promise<Part> {
    if (this.#over !== null) return Promise.reject(this.#over);
    if (signal.aborted) return Promise.reject(abortFault(signal));
    if (this.#reader !== null)
      return Promise.reject(new Fault('INTERNAL', 'Two readers asked one link for bytes at the same time.'));
    const first = this.#shift();
    if (first !== null) return Promise.resolve(first);
    this.#attend(signal);
    return new Promise((resolve, reject) => {
      this.#reader = { resolve, reject };
    });
  }

  /** Whoever waits for a reply learns why none will come; the link lives. False when nobody waits. */
  refuse(fault: Fault): boolean {
    const reader = this.#reader;
    this.#reader = null;
    reader?.reject(fault);
    return reader !== null;
  }

  /** Forgets what has come and was not read, and the rest of what is coming. */
  drop(): void {
    this.#taking = false;
    this.#pieces.drop();
    if (this.#unread.length === 0) return;
    this.#unread = [];
    this.#unreadBytes = 0;
    this.#unreadEnds = 0;
  }

  /** As after a device clear: everything begins anew. */
  reset(overlap: boolean): void {
    this.drop();
    this.overlap = overlap;
    this.deaf = false;
    this.#sent = noId;
    this.#delivered = noId;
    this.#rmt = false;
  }

  /** Nothing comes any more. */
  close(why: Fault): void {
    if (this.#over !== null) return;
    this.#over = why;
    this.drop();
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#signal = null;
    this.refuse(why);
  }

  #shift(): Part | null {
    const next = this.#unread.shift();
    if (next === undefined) return null;
    this.#unreadBytes -= next.part.bytes.length;
    if (next.part.end) {
      this.#unreadEnds--;
      this.#delivered = next.id;
      this.#rmt = true;
    }
    return next.part;
  }

  #tooMuch(): void {
    this.#overflow(
      new Fault(
        'REPLY_TOO_LARGE',
        `The instrument sends more than ${this.#cap.toLocaleString('en')} bytes that wait to be read.`,
        {
          details: { cap: this.#cap },
        },
      ),
    );
  }

  /** One reader reads with one signal for as long as it lives: it is listened to once, not for every read. */
  #attend(signal: AbortSignal): void {
    if (this.#signal === signal) return;
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#signal = signal;
    signal.addEventListener('abort', this.#onAbort);
  }

  readonly #onAbort = (): void => {
    if (this.#signal !== null) this.refuse(abortFault(this.#signal));
  };
}

const nothing = new Uint8Array(0);
