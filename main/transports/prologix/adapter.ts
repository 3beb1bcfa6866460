import { performance } from 'node:perf_hooks';
import { Fault } from '#shared/faults.ts';
import { abortFault, within } from '#main/transports/inbox.ts';
import type { Transport } from '#main/transports/transport.ts';
import { Answer } from './answer.ts';
import { adapterVersion } from './greeting.ts';
import { Splitter } from './splitter.ts';
import { defaultAdapterTiming, type AdapterTiming } from './timing.ts';
import { Turns } from './turns.ts';
import { escaped, isPadding, messagesOf, settings } from './wording.ts';

const ask = Buffer.from('++ver\n', 'latin1');

/** The bus, for as long as one instrument has it. */
export interface Turn {
  /** Gives it back. Whoever comes next gets it when the adapter is idle. */
  release(): void;
}

/**
 * One adapter and the bus behind it, for all instruments on it. Behind every command that may have an answer its version
 * is asked for: an adapter does one thing after the other, so with that line the command is over, and nothing of its
 * answer can come after it.
 */
export class Adapter {
  readonly #link: Transport;
  readonly #name: string;
  readonly #timing: AdapterTiming;
  readonly #turns = new Turns();
  readonly #life = new AbortController();
  readonly #listeners = new Set<(why: Fault) => void>();
  #splitter = new Splitter(Buffer.alloc(0));
  #answer: Answer | null = null;
  /** What waits until no command is under way. */
  #idle: (() => void) | null = null;
  /** Where the next data goes, as the adapter knows it. */
  #addressed = '';
  /** Something came that nobody had asked for. */
  #suspect = false;
  #hears: ((bytes: Uint8Array) => void) | null = null;
  #watch: NodeJS.Timeout | null = null;
  #ending: Promise<void> = Promise.resolve();
  /** Bytes of an emergency did not all go. */
  #stuck = false;
  /** When the last emergency went to a place. */
  readonly #urgent = new Map<string, number>();

  private constructor(link: Transport, name: string, timing: AdapterTiming) {
    this.#link = link;
    this.#name = name;
    this.#timing = timing;
  }

  /** Opens the link to an adapter, sees that it is one, and sets it. Rejects with INSTRUMENT_UNREACHABLE, or the signal's fault. */
  static async open(
    link: Transport,
    name: string,
    signal: AbortSignal,
    timing: AdapterTiming = defaultAdapterTiming,
  ): Promise<Adapter> {
    await link.open(signal);
    const adapter = new Adapter(link, name, timing);
    const giveUp = (): void => adapter.#fail(abortFault(signal));
    signal.addEventListener('abort', giveUp, { once: true });
    link.onClosed((why) => adapter.#fail(new Fault('INSTRUMENT_CLOSED', why)));
    void adapter.#listen();
    try {
      if (signal.aborted) throw abortFault(signal);
      await adapter.#greet();
      return adapter;
    } catch (error) {
      const why =
        error instanceof Fault ? error : new Fault('INTERNAL', 'The adapter failed.', { cause: error });
      adapter.#fail(why);
      await adapter.#ending;
      throw why;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  /** Why it is over; null while it is there. */
  get over(): Fault | null {
    return this.#life.signal.aborted ? (this.#life.signal.reason as Fault) : null;
  }

  /** How many instruments wait for the bus. */
  get waiting(): number {
    return this.#turns.waiting;
  }

  /** Called once when it is over by itself. */
  onOver(listener: (why: Fault) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #greet(): Promise<void> {
    const version = await adapterVersion({
      ask: () => this.#link.write(ask, this.#life.signal),
      hear: (listener) => {
        this.#hears = listener;
      },
      life: this.#life.signal,
      name: this.#name,
      timing: this.#timing,
    });
    this.#splitter = new Splitter(Buffer.from(version, 'latin1'));
    const commands = settings(this.#timing.readMs);
    // An AR488 writes to its memory at once when it hears `++savecfg`, whatever stands behind it.
    const all = /AR488/i.test(version) ? commands : ['++savecfg 0', ...commands];
    await this.#send(Buffer.from(`${all.join('\n')}\n`, 'latin1'), '', this.#life.signal);
    // It was asked more than once, perhaps, and it may have been another line that was taken for its version.
    await this.#prove();
  }

  /** The bus, in turn. Rejects with the signal's fault, or why the adapter is over. */
  async turn(signal: AbortSignal): Promise<Turn> {
    await this.#turns.take(signal);
    let given = false;
    const release = (): void => {
      if (given) return;
      given = true;
      this.#whenIdle(() => this.#turns.give());
    };
    try {
      await this.#free(signal);
    } catch (error) {
      release();
      throw error;
    }
    if (this.#suspect) {
      const proof = this.#prove();
      // Whoever does not want to wait for it leaves, but nobody gets the bus before it is over.
      proof.finally(() => signal.aborted && release()).catch(() => undefined);
      await within(proof, signal);
    }
    return { release };
  }

  /** Data for one place. Resolves when it is with the operating system. The bus has to be the caller's. */
  async write(place: string, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    await this.#send(Buffer.concat([this.#address(place), escaped(bytes)]), place, signal);
  }

  /** A command, and what comes of it. The bus has to be the caller's. `place` is empty for one that concerns no instrument. */
  async ask(place: string, command: string, signal: AbortSignal): Promise<Answer> {
    await this.#free(signal);
    const answer = new Answer();
    this.#answer = answer;
    this.#wait();
    const text = Buffer.from(command, 'latin1');
    const address = place === this.#addressed ? Buffer.alloc(0) : this.#address(place);
    await this.#send(Buffer.concat([address, text, ask]), place, signal);
    return answer;
  }

  /** A command whose answer is short: all of it. */
  async say(place: string, command: string, signal: AbortSignal): Promise<Uint8Array> {
    const answer = await this.ask(place, command, signal);
    try {
      const parts: Uint8Array[] = [];
      for (;;) {
        const { bytes, over } = await answer.take(signal);
        if (parts.length < 4) parts.push(bytes);
        if (over) return Buffer.concat(parts);
      }
    } catch (error) {
      answer.ignore(() => undefined);
      throw error;
    }
  }

  /** Text for one place past everything that is under way. Throws when the link does not take it. */
  writeNow(place: string, bytes: Uint8Array): void {
    const parts = [this.#address(place), ...messagesOf(bytes).map(escaped)];
    try {
      this.#link.writeNow(Buffer.concat(parts));
    } catch (error) {
      this.#stuck = true;
      throw error;
    }
    this.#addressed = place;
    this.#urgent.set(place, performance.now());
  }

  /** Resolves when an instrument has had the time to take what was written past everything. The bus has to be the caller's. */
  async settled(place: string, signal: AbortSignal): Promise<void> {
    const since = this.#urgent.get(place);
    if (since === undefined) return;
    // With its answer, the adapter has handed everything before it to the instrument.
    await this.say(place, '', signal);
    await new Promise((resolve) => setTimeout(resolve, this.#timing.urgentMs));
    if (this.#urgent.get(place) === since) this.#urgent.delete(place);
  }

  /** Ends the link, politely where it takes bytes. Resolves when its place is free again. */
  async close(): Promise<void> {
    if (this.#end(new Fault('INSTRUMENT_CLOSED', 'The link to the adapter is closed.')))
      this.#ending = this.#stuck ? this.#link.abort() : this.#link.close();
    await this.#ending;
  }

  /** Ends the link for everybody when it does not take bytes; false when it does. */
  failIfStuck(): boolean {
    if (!this.#stuck) return false;
    this.#fail(new Fault('INSTRUMENT_CLOSED', `${this.#name} did not take bytes, so its link was given up.`));
    return true;
  }

  #address(place: string): Uint8Array {
    return place === '' ? Buffer.alloc(0) : Buffer.from(`++addr ${place}\n`, 'latin1');
  }

  async #send(bytes: Uint8Array, place: string, signal: AbortSignal): Promise<void> {
    const { over } = this;
    if (over !== null) throw over;
    if (place !== '') this.#addressed = place;
    await this.#link.write(bytes, signal);
  }

  async #listen(): Promise<void> {
    const { signal } = this.#life;
    try {
      for (;;) {
        const { bytes } = await this.#link.read(signal);
        const full = this.#arrived(bytes);
        if (full !== undefined) await full;
      }
    } catch (error) {
      if (signal.aborted) return;
      this.#fail(
        error instanceof Fault ? error : new Fault('INTERNAL', 'The adapter failed.', { cause: error }),
      );
    }
  }

  #arrived(bytes: Uint8Array): Promise<void> | void {
    if (this.#hears !== null) {
      this.#hears(bytes);
      return;
    }
    const answer = this.#answer;
    if (answer === null) {
      if (!bytes.every(isPadding)) this.#suspect = true;
      return;
    }
    this.#watch?.refresh();
    const { answer: part, rest } = this.#splitter.push(bytes);
    const full = answer.put(part);
    if (rest === null) return full;
    this.#answer = null;
    if (this.#watch !== null) clearTimeout(this.#watch);
    this.#watch = null;
    answer.end();
    if (!rest.every(isPadding)) this.#suspect = true;
    const idle = this.#idle;
    this.#idle = null;
    idle?.();
  }

  /** Resolves when no command is under way. */
  async #free(signal: AbortSignal): Promise<void> {
    const { over } = this;
    if (over !== null) throw over;
    if (this.#answer === null) return;
    await new Promise<void>((resolve, reject) => {
      const onAbort = (): void => reject(abortFault(signal));
      signal.addEventListener('abort', onAbort, { once: true });
      this.#whenIdle(() => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      });
    });
    if (this.over !== null) throw this.over;
  }

  #whenIdle(then: () => void): void {
    const before = this.#idle;
    if (this.#answer === null) then();
    else
      this.#idle = () => {
        before?.();
        then();
      };
  }

  /** Asks until its answer comes and nothing behind it: then nothing of anybody's is on its way. */
  async #prove(): Promise<void> {
    for (let tries = 0; tries < 5; tries++) {
      this.#suspect = false;
      await this.say('', '', this.#life.signal);
      await new Promise((resolve) => setTimeout(resolve, this.#timing.quietMs));
      if (!this.#suspect) return;
    }
    this.#fail(new Fault('INSTRUMENT_CLOSED', `${this.#name} says more than it is asked for.`));
    throw this.over;
  }

  /** An adapter that says nothing at all for this long is gone, or its bus is blocked. */
  #wait(): void {
    const { silentMs } = this.#timing;
    this.#watch = setTimeout(
      () =>
        this.#fail(
          new Fault('INSTRUMENT_CLOSED', `${this.#name} has not answered for ${silentMs} ms.`, {
            remedy:
              'Check the adapter, and whether an instrument holds the bus: switch those off that do not answer.',
          }),
        ),
      silentMs,
    );
  }

  #fail(why: Fault): void {
    if (!this.#end(why)) return;
    this.#ending = this.#link.abort();
    for (const listener of this.#listeners) listener(why);
  }

  /** False when it was over before. */
  #end(why: Fault): boolean {
    if (this.over !== null) return false;
    this.#life.abort(why);
    if (this.#watch !== null) clearTimeout(this.#watch);
    this.#turns.end(why);
    this.#answer?.fail(why);
    this.#answer = null;
    const idle = this.#idle;
    this.#idle = null;
    idle?.();
    return true;
  }
}
