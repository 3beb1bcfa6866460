import type { BusAction } from '#shared/contract/instruments.ts';
import { Fault } from '#shared/faults.ts';
import { isFiller, MessageAssembler } from '#main/scpi/messages.ts';
import type { Transport } from '#main/transports/transport.ts';
import { Awake } from './awake.ts';
import { sendInterfaceMessage } from './bus.ts';
import { isUnknown, wouldUndo } from './job.ts';
import type { Effect } from './ports.ts';

/** How long a block without a terminator waits for one, ms. */
const pauseMs = 60;

/** Bytes that switch something off, and what. */
export interface Off {
  readonly bytes: Uint8Array;
  readonly effects: readonly Effect[];
}

/** What a line tells about itself. */
export interface LineEvents {
  /** Bytes came that nobody had asked for. */
  stray(): void;
  /** The instrument asks for service. */
  serviced(statusByte: number | null): void;
  /** The link is gone. Called once. */
  ended(why: Fault): void;
}

/** Finds messages as they end on this link. `cap`: of one message, bytes. */
export const assemblerFor = ({ framing, receive, blocks }: Transport, cap?: number): MessageAssembler =>
  new MessageAssembler(cap, framing === 'message' ? 'link' : (receive ?? 'any'), blocks ?? true);

/** One open link, as messages: at most one question waits for its answer. It lives as long as its transport is open. */
export class Line {
  readonly transport: Transport;
  readonly #events: LineEvents;
  readonly #assembler: MessageAssembler;
  readonly #life = new AbortController();
  #asker: { resolve(reply: Uint8Array): void; reject(fault: unknown): void } | null = null;
  #listener: ((bytes: Uint8Array) => void) | null = null;
  #pause: NodeJS.Timeout | null = null;
  #reading: Promise<void> | null = null;
  /** Aborted when the answer that a link was asked for is given up. A stream is never asked. */
  #asking = new AbortController();
  readonly #streams: boolean;
  readonly #awake = new Awake();
  #over = false;
  /** What switches off, was written, and is not known to have run; numbered as it was written. */
  #offs: { readonly off: Off; readonly number: number }[] = [];
  #written = 0;

  constructor(transport: Transport, events: LineEvents, replyCap?: number) {
    this.transport = transport;
    this.#events = events;
    this.#streams = transport.framing === 'stream';
    this.#assembler = assemblerFor(transport, replyCap);
    transport.onClosed((why) => this.#end(new Fault('INSTRUMENT_CLOSED', why)));
    transport.onServiceRequest?.((statusByte) => {
      if (!this.#over) events.serviced(statusByte);
    });
    if (this.#streams) this.#read();
  }

  get over(): boolean {
    return this.#over;
  }

  /** Bytes of an answer that has begun and has no end yet. */
  get arrived(): number {
    return this.#assembler.pending;
  }

  /** Aborted when the line is over; the reason is the Fault. */
  get life(): AbortSignal {
    return this.#life.signal;
  }

  /**
   * Sends a question; the next message is its answer. `sent` is called when all of it is with the operating system. One
   * question at a time.
   */
  ask(bytes: Uint8Array, sent: () => void): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      this.#assembler.reset();
      const asker = { resolve, reject };
      this.#asker = asker;
      this.#awake.asked();
      this.transport.write(bytes, this.#life.signal).then(
        () => {
          sent();
          if (this.#asker === asker) this.#read();
          else this.free();
        },
        (error) => {
          if (this.#asker === asker) this.#quiet();
          this.free();
          reject(error);
        },
      );
      // On a stream the answer may be there before the system says that the question has gone.
      if (this.#streams) this.#read();
    });
  }

  /** The question is given up: its promise rejects with this fault. */
  giveUp(fault: Fault): void {
    const asker = this.#asker;
    this.#quiet();
    this.#asking.abort(fault);
    asker?.reject(fault);
  }

  /** The number of the switch-off that was written last. */
  get lastOff(): number {
    return this.#written;
  }

  /** A switch-off was written. A device clear throws away what has not run yet, so it is sent again behind each. */
  wroteOff(off: Off): void {
    const others = this.#offs.filter((each) => Buffer.compare(each.off.bytes, off.bytes) !== 0);
    this.#offs = [...others, { off, number: ++this.#written }];
  }

  /** An answer has come to a question that went out behind the switch-off with this number: it has run, and all before it. */
  ran(number: number): void {
    this.#offs = this.#offs.filter((each) => each.number > number);
  }

  /** Outputs were switched on since: to switch them off again would be no repetition. */
  undid(effects: readonly Effect[]): void {
    if (this.#offs.length > 0 && !isUnknown(effects))
      this.#offs = this.#offs.filter(({ off }) => !wouldUndo(effects, off.effects));
  }

  /** Device clear; then, first of all, what switches off and may have been thrown away by it. False where there is none. */
  async clear(signal: AbortSignal): Promise<boolean> {
    const cleared = await this.transport.clear(signal);
    if (cleared) await this.#offAgain(signal);
    return cleared;
  }

  async #offAgain(signal: AbortSignal): Promise<void> {
    for (const { off } of this.#offs) await this.transport.write(off.bytes, signal);
  }

  async send(bytes: Uint8Array): Promise<void> {
    try {
      await this.transport.write(bytes, this.#life.signal);
    } finally {
      this.free();
    }
  }

  /** Sends an interface message; resolves with the status byte where it asks for one. */
  async act(action: BusAction): Promise<Uint8Array | null> {
    try {
      const reply = await sendInterfaceMessage(action, this.transport, this.#life.signal);
      if (action === 'clear') await this.#offAgain(this.#life.signal);
      return reply;
    } finally {
      this.free();
    }
  }

  /** Resolves when nothing is read any more, after a question was given up. A stream is always read. */
  async rest(): Promise<void> {
    if (!this.#streams) await this.#reading;
  }

  /** Everything that comes goes to `listener`, until it is null again. For resynchronising alone. */
  listen(listener: ((bytes: Uint8Array) => void) | null): void {
    this.#listener = listener;
    this.#assembler.reset();
    if (listener !== null) this.#read();
  }

  /** Ends the link: politely, or at once. */
  async end(how: 'close' | 'abort', why: Fault): Promise<void> {
    // First the transport, so that an emergency is not held up by listeners.
    const ending = how === 'close' ? this.transport.close() : this.transport.abort();
    this.#end(why);
    await ending;
  }

  #end(why: Fault): void {
    if (this.#over) return;
    this.#over = true;
    const asker = this.#asker;
    this.#quiet();
    this.#life.abort(why);
    this.#asking.abort(why);
    asker?.reject(why);
    this.#events.ended(why);
  }

  #quiet(): void {
    if (this.#asker !== null) this.#awake.over();
    this.#asker = null;
    this.#assembler.reset();
    if (this.#pause !== null) clearTimeout(this.#pause);
    this.#pause = null;
  }

  /** A stream is read all the time, so that what nobody asked for is seen. Other links are read for an answer alone. */
  #read(): void {
    if (this.#reading !== null || this.#over) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#reading = promise;
    void this.#readOn().then(() => {
      this.#reading = null;
      resolve();
    });
  }

  async #readOn(): Promise<void> {
    if (!this.#streams && this.#asking.signal.aborted) this.#asking = new AbortController();
    const signal = this.#streams ? this.#life.signal : this.#asking.signal;
    try {
      do {
        const { bytes, end } = await this.transport.read(signal);
        this.#arrived(bytes, end);
      } while (!this.#over && (this.#streams || this.#asker !== null || this.#listener !== null));
    } catch (error) {
      // Given up in place: the link lives, and whoever gave up holds it for dirty.
      if (this.#over || signal.aborted) return;
      const fault =
        error instanceof Fault ? error : new Fault('INTERNAL', 'Reading failed.', { cause: error });
      // However that ends: what cannot be read is over.
      await this.transport.abort().catch(() => undefined);
      this.#end(fault);
    } finally {
      this.free();
    }
  }

  /** Others may have what this link shares, unless an answer is waited for. */
  free(): void {
    if (this.#asker === null) this.transport.done?.();
  }

  #arrived(bytes: Uint8Array, end: boolean): void {
    if (this.#over) return;
    if (this.#listener !== null) {
      this.#listener(bytes);
      return;
    }
    if (this.#asker === null) {
      // The rest of a terminator is no message.
      if (!bytes.every(isFiller)) this.#events.stray();
      return;
    }
    try {
      this.#assembler.push(bytes, end);
    } catch (error) {
      const asker = this.#asker;
      this.#quiet();
      this.#events.stray();
      asker.reject(error);
      return;
    }
    this.#deliver();
  }

  #deliver(): void {
    const message = this.#assembler.next();
    if (message === null) {
      if (this.#pause !== null) clearTimeout(this.#pause);
      this.#pause = null;
      if (this.#assembler.endsWithPause)
        this.#pause = setTimeout(() => {
          this.#assembler.pause();
          this.#deliver();
        }, pauseMs);
      return;
    }
    const asker = this.#asker;
    const more = this.#assembler.ready > 0 || this.#assembler.pending > 0;
    this.#quiet();
    if (!more) {
      asker?.resolve(message);
      return;
    }
    // Two answers to one question: nobody can say which of them belongs to it.
    this.#events.stray();
    asker?.reject(
      new Fault('INSTRUMENT_REPLY', 'More came than one reply, so none of it can be trusted.', {
        remedy: 'Send it again. The link resynchronises first.',
      }),
    );
  }
}
