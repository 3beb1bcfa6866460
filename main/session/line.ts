import { Fault } from '#shared/faults.ts';
import { isFiller, MessageAssembler } from '#main/scpi/messages.ts';
import type { Transport } from '#main/transports/transport.ts';

/** How long a block without a terminator waits for one, ms. */
const pauseMs = 60;

/** What a line tells about itself. */
export interface LineEvents {
  /** Bytes came that nobody had asked for. */
  stray(): void;
  /** The link is gone. Called once. */
  ended(why: Fault): void;
}

/** One open link, as messages: at most one question waits for its answer. It lives as long as its transport is open. */
export class Line {
  readonly transport: Transport;
  readonly #events: LineEvents;
  readonly #assembler: MessageAssembler;
  readonly #life = new AbortController();
  #asker: { resolve(reply: Uint8Array): void; reject(fault: unknown): void } | null = null;
  #listener: ((bytes: Uint8Array) => void) | null = null;
  #pause: NodeJS.Timeout | null = null;
  #reading = false;
  #over = false;

  constructor(transport: Transport, events: LineEvents, replyCap?: number) {
    this.transport = transport;
    this.#events = events;
    this.#assembler = new MessageAssembler(replyCap);
    transport.onClosed((why) => this.#end(new Fault('INSTRUMENT_CLOSED', why)));
    this.#read();
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
      this.#asker = { resolve, reject };
      this.transport.write(bytes, this.#life.signal).then(sent, (error) => {
        if (this.#asker?.reject === reject) this.#quiet();
        reject(error);
      });
      this.#read();
    });
  }

  /** The question is given up: its promise rejects with this fault. */
  giveUp(fault: Fault): void {
    const asker = this.#asker;
    this.#quiet();
    asker?.reject(fault);
  }

  send(bytes: Uint8Array): Promise<void> {
    return this.transport.write(bytes, this.#life.signal);
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
    asker?.reject(why);
    this.#events.ended(why);
  }

  #quiet(): void {
    this.#asker = null;
    this.#assembler.reset();
    if (this.#pause !== null) clearTimeout(this.#pause);
    this.#pause = null;
  }

  /** A stream is read all the time, so that what nobody asked for is seen. Other links are read for an answer alone. */
  #read(): void {
    if (this.#reading || this.#over) return;
    this.#reading = true;
    void this.#readOn();
  }

  async #readOn(): Promise<void> {
    try {
      do {
        const { bytes, end } = await this.transport.read(this.#life.signal);
        this.#arrived(bytes, end);
      } while (
        !this.#over &&
        (this.transport.framing === 'stream' || this.#asker !== null || this.#listener !== null)
      );
    } catch (error) {
      const fault =
        error instanceof Fault ? error : new Fault('INTERNAL', 'Reading failed.', { cause: error });
      if (!this.#over) {
        await this.transport.abort();
        this.#end(fault);
      }
    } finally {
      this.#reading = false;
    }
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
