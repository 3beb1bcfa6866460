import { randomInt } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { abortFault, within } from '#main/transports/inbox.ts';
import type { Transport } from '#main/transports/transport.ts';
import { Fault } from '#shared/faults.ts';
import { type Answer, whole } from './answer.ts';
import { adapterVersion } from './greeting.ts';
import { type AdapterTiming, defaultAdapterTiming } from './timing.ts';
import { Turns } from './turns.ts';
import { command, escaped, messagesOf, settings } from './wording.ts';
import { Wire } from './wire.ts';

const versionQuestion = command('++ver');

/** The bus, for as long as one instrument has it. */
export interface Turn {
  /** Gives it back. Whoever comes next gets it when the adapter is idle. */
  readonly release: () => void;
}

/**
 * One adapter and the bus behind it, for all instruments on it. Behind every command that may have an answer its version
 * is asked for: an adapter does one thing after the other, so with that line the command is over, and nothing of its
 * answer can come after it.
 */
export class Adapter {
  readonly #wire: Wire;
  readonly #name: string;
  readonly #timing: AdapterTiming;
  readonly #turns = new Turns();
  /** The line that it says when it is asked for its version. */
  #version = '';
  /** Where the next data goes, as the adapter knows it. */
  #addressed = '';
  /** When the last emergency went to a place. */
  readonly #urgent = new Map<string, number>();

  private constructor(wire: Wire, name: string, timing: AdapterTiming) {
    this.#wire = wire;
    this.#name = name;
    this.#timing = timing;
    wire.life.addEventListener('abort', () => this.#turns.end(wire.life.reason as Fault), { once: true });
  }

  /** Opens the link to an adapter, sees that it is one, and sets it. Rejects with INSTRUMENT_UNREACHABLE, or the signal's fault. */
  static async open(
    link: Transport,
    name: string,
    signal: AbortSignal,
    timing: AdapterTiming = defaultAdapterTiming,
  ): Promise<Adapter> {
    await link.open(signal);
    const wire = new Wire(link, name, timing.silentMs);
    const giveUp = (): void => wire.fail(abortFault(signal));
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      if (signal.aborted) throw abortFault(signal);
      const adapter = new Adapter(wire, name, timing);
      await adapter.#greet();
      return adapter;
    } catch (error) {
      const unknown = (): Fault => new Fault('INTERNAL', 'The adapter failed.', { cause: error });
      const why = error instanceof Fault ? error : unknown();
      wire.fail(why);
      await wire.close();
      throw why;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  /** Why it is over; null while it is there. */
  get over(): Fault | null {
    return this.#wire.over;
  }

  /** How many instruments wait for the bus. */
  get waiting(): number {
    return this.#turns.waiting;
  }

  /** Called once when it is over by itself. */
  onOver(listener: (why: Fault) => void): () => void {
    return this.#wire.onOver(listener);
  }

  async #greet(): Promise<void> {
    const { life } = this.#wire;
    const version = await adapterVersion({
      ask: () => this.#wire.send(versionQuestion, life),
      hear: (listener) => this.#wire.hear(listener),
      life,
      name: this.#name,
      timing: this.#timing,
    });
    this.#version = version;
    const commands = settings(this.#timing.readMs);
    // An AR488 writes to its memory at once when it hears `++savecfg`, whatever stands behind it.
    const all = /AR488/i.test(version) ? commands : ['++savecfg 0', ...commands];
    await this.#wire.send(command(...all), life);
    await this.#prove();
    // What was taken for its version may have been something else.
    await this.say('', [], life);
  }

  /** The bus, in turn. Rejects with the signal's fault, or why the adapter is over. */
  async turn(signal: AbortSignal): Promise<Turn> {
    await this.#turns.take(signal);
    let given = false;
    const release = (): void => {
      if (given) return;
      given = true;
      this.#wire.whenIdle(() => this.#turns.give());
    };
    if (this.#wire.suspect) {
      const proof = this.#prove();
      // Whoever does not want to wait for it leaves, but nobody gets the bus before it is over.
      proof.finally(() => signal.aborted && release()).catch(() => undefined);
      await within(proof, signal);
    }
    return { release };
  }

  /** Data for one place. Resolves when it is with the operating system. The bus has to be the caller's. */
  async write(place: string, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    this.#addressed = place;
    await this.#wire.send(Buffer.concat([command(`++addr ${place}`), escaped(bytes)]), signal);
  }

  /** Commands, and what comes of them. The bus has to be the caller's. `place` is empty for what concerns no instrument. */
  async ask(place: string, commands: readonly string[], signal: AbortSignal): Promise<Answer> {
    await this.#wire.free(signal);
    // An emergency may have gone to another place meanwhile.
    const address = place === '' || place === this.#addressed ? [] : [`++addr ${place}`];
    if (place !== '') this.#addressed = place;
    return await this.#wire.ask(command(...address, ...commands, '++ver'), this.#version, signal);
  }

  /** Commands whose answer is short: all of it. */
  async say(place: string, commands: readonly string[], signal: AbortSignal): Promise<Uint8Array> {
    return await whole(await this.ask(place, commands, signal), signal);
  }

  /** Text for one place past everything that is under way. Throws when the link does not take it. */
  writeNow(place: string, bytes: Uint8Array): void {
    this.#wire.sendNow(Buffer.concat([command(`++addr ${place}`), ...messagesOf(bytes).map(escaped)]));
    this.#addressed = place;
    this.#urgent.set(place, performance.now());
  }

  /** Resolves when an instrument has had the time to take what was written past everything. The bus has to be the caller's. */
  async settled(place: string, signal: AbortSignal): Promise<void> {
    const since = this.#urgent.get(place);
    if (since === undefined) return;
    // With its answer, the adapter has handed everything before it to the instrument.
    await this.say('', [], signal);
    await new Promise((resolve) => setTimeout(resolve, this.#timing.urgentMs));
    if (this.#urgent.get(place) === since) this.#urgent.delete(place);
  }

  /** Ends the link, politely where it takes bytes. Resolves when its place is free again. */
  close(): Promise<void> {
    return this.#wire.close();
  }

  /** Ends the link for everybody when it did not take an emergency. */
  failIfStuck(): void {
    this.#wire.failIfStuck();
  }

  /**
   * Asks for a setting with a value that it never had, until it is said and nothing comes behind it: then everything that
   * the adapter was asked before, how often ever, has been answered or never will be.
   */
  async #prove(): Promise<void> {
    const { life } = this.#wire;
    for (let tries = 0; tries < 5; tries++) {
      await this.#wire.free(life);
      this.#wire.suspect = false;
      const value = randomInt(128, 256);
      const question = command(`++eot_char ${value}`, '++eot_char', '++eot_char 10');
      const terminator = /[\r\n]+$/.exec(this.#version)?.[0];
      await whole(await this.#wire.ask(question, `${value}${terminator}`, life), life);
      await new Promise((resolve) => setTimeout(resolve, this.#timing.quietMs));
      if (this.over !== null) throw this.over;
      if (!this.#wire.suspect) return;
    }
    const why = new Fault('INSTRUMENT_CLOSED', `${this.#name} says more than it is asked for.`);
    this.#wire.fail(why);
    throw why;
  }
}
