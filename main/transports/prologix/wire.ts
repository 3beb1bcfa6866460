import { abortFault } from '#main/transports/inbox.ts';
import type { Transport } from '#main/transports/transport.ts';
import { Fault } from '#shared/faults.ts';
import { Answer } from './answer.ts';
import { Splitter } from './splitter.ts';
import { isPadding } from './wording.ts';

/** The bytes to and from one adapter: one question at a time, each with an end that is known before it is asked. */
export class Wire {
  readonly #link: Transport;
  readonly #name: string;
  readonly #silentMs: number;
  readonly #life = new AbortController();
  readonly #listeners = new Set<(why: Fault) => void>();
  #splitter = new Splitter(Buffer.alloc(0));
  #answer: Answer | null = null;
  /** What waits until no question is under way. */
  #idle: (() => void)[] = [];
  #hears: ((bytes: Uint8Array) => void) | null = null;
  #watch: NodeJS.Timeout | null = null;
  #ending: Promise<void> = Promise.resolve();
  #stuck = false;
  /** Something came that nobody had asked for. */
  suspect = false;

  /** `link` is open; `silentMs`: without a byte for this long, while an answer is owed, the adapter is gone. */
  constructor(link: Transport, name: string, silentMs: number) {
    this.#link = link;
    this.#name = name;
    this.#silentMs = silentMs;
    link.onClosed((why) => this.fail(new Fault('INSTRUMENT_CLOSED', why)));
    void this.#listen();
  }

  /** Aborted when it is over; the reason is the Fault. */
  get life(): AbortSignal {
    return this.#life.signal;
  }

  /** Why it is over; null while it is there. */
  get over(): Fault | null {
    return this.life.aborted ? (this.life.reason as Fault) : null;
  }

  /** Called once when it is over by itself. */
  onOver(listener: (why: Fault) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Everything that comes goes to `listener`, until it is null again. */
  hear(listener: ((bytes: Uint8Array) => void) | null): void {
    this.#hears = listener;
  }

  /** Resolves when the bytes are with the operating system. */
  async send(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    if (this.over !== null) throw this.over;
    await this.#link.write(bytes, signal);
  }

  /** At once, past everything that is under way. Throws when the link does not take it. */
  sendNow(bytes: Uint8Array): void {
    try {
      this.#link.writeNow(bytes);
    } catch (error) {
      this.#stuck = true;
      throw error;
    }
  }

  /** Sends what is answered by anything, and then by the line `end`. No question may be under way. */
  async ask(bytes: Uint8Array, end: string, signal: AbortSignal): Promise<Answer> {
    const answer = new Answer();
    this.#answer = answer;
    this.#splitter = new Splitter(Buffer.from(end, 'latin1'));
    this.#watch = setTimeout(() => this.fail(this.#silence()), this.#silentMs);
    await this.send(bytes, signal);
    return answer;
  }

  /** Resolves when no question is under way. Rejects with the signal's fault, or why it is over. */
  async free(signal: AbortSignal): Promise<void> {
    if (this.#answer !== null)
      await new Promise<void>((resolve, reject) => {
        const onAbort = (): void => reject(abortFault(signal));
        signal.addEventListener('abort', onAbort, { once: true });
        this.whenIdle(() => {
          signal.removeEventListener('abort', onAbort);
          resolve();
        });
      });
    if (this.over !== null) throw this.over;
  }

  /** Calls `then` as soon as no question is under way. */
  whenIdle(then: () => void): void {
    if (this.#answer === null) then();
    else this.#idle.push(then);
  }

  /** Ends the link, politely where it takes bytes. Resolves when its place is free again. */
  async close(): Promise<void> {
    if (this.#end(new Fault('INSTRUMENT_CLOSED', 'The link to the adapter is closed.')))
      this.#ending = this.#stuck ? this.#link.abort() : this.#link.close();
    await this.#ending;
  }

  /** Ends it for everybody when it did not take the bytes of `sendNow`. */
  failIfStuck(): void {
    if (this.#stuck)
      this.fail(
        new Fault('INSTRUMENT_CLOSED', `${this.#name} did not take bytes, so its link was given up.`),
      );
  }

  fail(why: Fault): void {
    if (!this.#end(why)) return;
    this.#ending = this.#link.abort();
    for (const listener of this.#listeners) listener(why);
  }

  async #listen(): Promise<void> {
    try {
      for (;;) {
        const { bytes } = await this.#link.read(this.life);
        const full = this.#arrived(bytes);
        if (full !== undefined) await full;
      }
    } catch (error) {
      const unknown = (): Fault => new Fault('INTERNAL', 'The adapter failed.', { cause: error });
      if (this.over === null) this.fail(error instanceof Fault ? error : unknown());
    }
  }

  #arrived(bytes: Uint8Array): Promise<void> | void {
    if (this.#hears !== null) {
      this.#hears(bytes);
      return;
    }
    const answer = this.#answer;
    if (answer === null) {
      this.suspect ||= !bytes.every(isPadding);
      return;
    }
    this.#watch?.refresh();
    const { answer: part, rest } = this.#splitter.push(bytes);
    const full = answer.put(part);
    if (rest === null) return full;
    this.#rest();
    answer.end();
    this.suspect ||= !rest.every(isPadding);
    for (const then of this.#idle.splice(0)) then();
  }

  /** False when it was over before. */
  #end(why: Fault): boolean {
    if (this.over !== null) return false;
    this.#life.abort(why);
    this.#answer?.fail(why);
    this.#rest();
    for (const then of this.#idle.splice(0)) then();
    return true;
  }

  #rest(): void {
    this.#answer = null;
    if (this.#watch !== null) clearTimeout(this.#watch);
    this.#watch = null;
  }

  #silence(): Fault {
    return new Fault('INSTRUMENT_CLOSED', `${this.#name} has not answered for ${this.#silentMs} ms.`, {
      remedy:
        'Check the adapter, and whether an instrument holds the bus: switch those off that do not answer.',
    });
  }
}
