import type { GpibPlace } from '#shared/address/address.ts';
import { Fault } from '#shared/faults.ts';
import { abortFault, within } from '#main/transports/inbox.ts';
import type { Transport } from '#main/transports/transport.ts';
import type { Turn } from './adapter.ts';
import type { Answer } from './answer.ts';
import { type Share, share } from './shared.ts';
import type { AdapterTiming } from './timing.ts';
import { placeText } from './wording.ts';

export interface PrologixOptions {
  /** The adapter's address in its one spelling: by it the instruments behind it find each other. */
  readonly name: string;
  /** Makes a fresh, closed link to the adapter. */
  readonly link: () => Transport;
  readonly gpib: GpibPlace;
  readonly timing?: AdapterTiming;
}

/** Message available, in the status byte. source: IEEE 488.2-1992, 11.2.1. */
const messageAvailable = 0x10;

/**
 * An instrument behind an adapter that speaks Prologix' commands. The bus is had from `write` until `done`; while an
 * instrument has nothing to say yet, others get it between, because its answer waits in the instrument.
 *
 * Limits of such adapters: a pause of more than 200 ms inside an answer ends a read, and only the content tells that more
 * comes; a block that an instrument sends with END in its middle has a line feed too many there; and an emergency that
 * comes while an instrument sends a long block waits for the end of the block, for nothing interrupts it.
 */
export class PrologixTransport implements Transport {
  readonly framing = 'polled';
  readonly #options: PrologixOptions;
  readonly #place: string;
  #state: Transport['state'] = 'closed';
  #share: Share | null = null;
  #turn: Turn | null = null;
  /** Somebody waits for it. */
  #taking: Promise<void> | null = null;
  /** What is being read. */
  #answer: Answer | null = null;
  #begun = false;
  #gaveUp = false;
  /** More came than whoever asked had wanted: the next message may not be sent on top of it. */
  #excess = false;
  #forget: () => void = () => undefined;
  readonly #listeners = new Set<(why: string) => void>();

  constructor(options: PrologixOptions) {
    this.#options = options;
    this.#place = placeText(options.gpib);
  }

  get state(): Transport['state'] {
    return this.#state;
  }

  async open(signal: AbortSignal): Promise<void> {
    if (this.#state !== 'closed') throw new Fault('INTERNAL', 'The link is open already.');
    this.#state = 'opening';
    this.#excess = false;
    let shared: Share | null = null;
    try {
      shared = await share(this.#options.name, this.#options.link, signal, this.#options.timing);
      this.#share = shared;
      this.#forget = shared.adapter.onOver((why) => this.#ended(why.message));
      await this.#emptyIt(signal);
      if (shared.adapter.over !== null) throw shared.adapter.over;
      if (this.#state !== 'opening') throw closedFault();
      this.#state = 'open';
    } catch (error) {
      this.#state = 'closed';
      this.#letGo();
      this.#share = null;
      void shared?.leave();
      throw error;
    }
  }

  /**
   * An answer that an earlier owner asked for is read away, as long as the instrument says that it has one. Device clear
   * would do it too, but older instruments set their outputs back then.
   */
  async #emptyIt(signal: AbortSignal): Promise<void> {
    for (let tries = 0; tries < 3; tries++) {
      const status = await this.statusByte(signal);
      if (status === null || (status & messageAvailable) === 0) return;
      await this.#say(['++read eoi'], signal);
    }
  }

  async turn(signal: AbortSignal): Promise<void> {
    this.#open();
    await this.#have(signal);
  }

  async write(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    const { adapter } = this.#open();
    await this.#have(signal);
    if (this.#excess) {
      const why = 'More came than one reply, so the link was given up.';
      this.#ended(why);
      throw new Fault('INSTRUMENT_CLOSED', why);
    }
    this.#begun = false;
    await adapter.write(this.#place, bytes, signal);
  }

  writeNow(bytes: Uint8Array): void {
    this.#open().adapter.writeNow(this.#place, bytes);
  }

  async read(signal: AbortSignal): Promise<{ readonly bytes: Uint8Array; readonly end: boolean }> {
    const { adapter } = this.#open();
    try {
      for (;;) {
        await this.#have(signal);
        this.#answer ??= await adapter.ask(this.#place, ['++read eoi'], signal);
        const { bytes, over } = await this.#answer.take(signal);
        if (over) this.#answer = null;
        if (bytes.length > 0) {
          this.#begun = true;
          return { bytes, end: false };
        }
        if (!this.#begun && adapter.waiting > 0) this.#letGo();
      }
    } catch (error) {
      this.#gaveUp = true;
      throw error;
    }
  }

  done(): void {
    this.#letGo();
  }

  /** Gives the bus back; what of an answer is still on its way is nobody's. */
  #letGo(): void {
    const [turn, answer, gaveUp] = [this.#turn, this.#answer, this.#gaveUp];
    this.#turn = null;
    this.#answer = null;
    this.#gaveUp = false;
    answer?.ignore(() => {
      this.#excess ||= !gaveUp;
    });
    turn?.release();
  }

  async abort(): Promise<void> {
    this.#share?.adapter.failIfStuck();
    await this.close();
  }

  async clear(signal: AbortSignal): Promise<boolean> {
    const { adapter } = this.#open();
    await this.#inTurn(signal, async () => {
      // Device clear would empty the instrument of a switch-off that it has not taken yet.
      await adapter.settled(this.#place, signal);
      await adapter.say(this.#place, ['++clr'], signal);
      this.#excess = false;
    });
    return true;
  }

  async statusByte(signal: AbortSignal): Promise<number | null> {
    const { adapter } = this.#open();
    const answer = await this.#inTurn(signal, () => adapter.say('', [`++spoll ${this.#place}`], signal));
    const said = Buffer.from(answer).toString('latin1');
    const byte = /^[\s\0]*(\d{1,3})[\s\0]*$/.exec(said)?.[1];
    return byte !== undefined && Number(byte) < 256 ? Number(byte) : null;
  }

  async trigger(signal: AbortSignal): Promise<boolean> {
    await this.#say(['++trg'], signal);
    return true;
  }

  /** An adapter keeps an instrument remote with everything that it sends it; only the lockout is a message of its own. */
  async remote(lockout: boolean, signal: AbortSignal): Promise<boolean> {
    if (lockout) await this.#say(['++llo'], signal);
    return true;
  }

  async local(signal: AbortSignal): Promise<boolean> {
    await this.#say(['++loc'], signal);
    return true;
  }

  async close(): Promise<void> {
    const shared = this.#share;
    this.#share = null;
    this.#state = 'closed';
    this.#forget();
    this.#gaveUp = true;
    this.#letGo();
    await shared?.leave();
  }

  onClosed(listener: (why: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The link ended by itself. */
  #ended(why: string): void {
    const opened = this.#state === 'open';
    void this.close();
    if (opened) for (const listener of this.#listeners) listener(why);
  }

  #open(): Share {
    if (this.#share === null) throw closedFault();
    return this.#share;
  }

  /** Waits until the bus is had. A switch-off may wait beside a question: they have it together. */
  async #have(signal: AbortSignal): Promise<void> {
    while (this.#turn === null) {
      const others = this.#taking;
      if (others === null) {
        const taking = this.#take(signal).then((turn) => {
          this.#turn = turn;
        });
        const over = (): void => {
          this.#taking = null;
        };
        this.#taking = taking.then(over, over);
        await taking;
      } else await within(others, signal);
    }
  }

  async #take(signal: AbortSignal): Promise<Turn> {
    const shared = this.#open();
    const turn = await shared.adapter.turn(signal);
    if (this.#share === shared && !signal.aborted) return turn;
    turn.release();
    throw signal.aborted ? abortFault(signal) : closedFault();
  }

  #say(commands: readonly string[], signal: AbortSignal): Promise<Uint8Array> {
    return this.#inTurn(signal, () => this.#open().adapter.say(this.#place, commands, signal));
  }

  /** With the bus, which is given back when this call took it. */
  async #inTurn<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (this.#turn !== null) return await work();
    const turn = await this.#take(signal);
    try {
      return await work();
    } finally {
      turn.release();
    }
  }
}

const closedFault = (): Fault => new Fault('INSTRUMENT_CLOSED', 'The link to the instrument is closed.');
