import type { ChannelPoll } from '#main/drivers/driver.ts';
import type {
  ChannelInfo,
  ChannelState,
  Envelope,
  Held,
  HeldOutput,
  HeldWord,
  Point,
} from '#shared/contract/channels.ts';
import { type Change, Changes } from './changes.ts';

/** A setpoint: what people see, and the largest magnitude that the instrument may hold now (null: it may be anything). */
interface Setpoint {
  held: Held;
  worst: number | null;
}

const unknown = (at: number) => ({ state: 'unknown', value: null, was: null, at, changedAt: null }) as const;

type Measured = Pick<ChannelState, 'mode' | 'readings' | 'overload' | 'at'>;
const nothingMeasured: Measured = { mode: null, readings: {}, overload: [], at: null };

/**
 * What the console knows of one channel, and what it has to allow for. A setpoint that was sent may have been taken or not,
 * so until it is read back the larger of old and new counts; after a lost link anything may be. What reads otherwise than
 * before, although nothing was sent, was changed at the instrument.
 */
export class Channel {
  readonly facts: ChannelInfo;
  readonly #settings = new Map<Point, Setpoint>();
  readonly #changes = new Changes();
  #word: HeldWord | null = null;
  #output: HeldOutput | null = null;
  #mayBeOn: boolean;
  #measured = nothingMeasured;

  constructor(facts: ChannelInfo, at: number) {
    this.facts = facts;
    this.#mayBeOn = facts.switches !== null;
    this.forget(at);
  }

  /** The largest magnitude the setpoint may have now; null when it may be anything. */
  worst(point: Point): number | null {
    return this.#settings.get(point)?.worst ?? null;
  }

  /** False only when it was read back off and nothing that may switch it on was sent since, or there is nothing to switch. */
  get mayBeOn(): boolean {
    return this.#mayBeOn;
  }

  /** Null where there is nothing to switch. */
  get output(): HeldOutput | null {
    return this.#output;
  }

  /** What was changed at the instrument, has not changed again for a second, and was not taken yet. */
  takeChanges(at: number): readonly Change[] {
    return this.#changes.takeSettled(at);
  }

  /** A setpoint is about to go to the wire. */
  sentSetpoint(point: Point, value: number, at: number): void {
    const before = this.#settings.get(point);
    if (before === undefined) return;
    const { held, worst } = before;
    const was = held.state === 'known' ? held.value : held.was;
    this.#settings.set(point, {
      held: { state: 'pending', value, was, at, changedAt: null },
      worst: worst === null ? null : Math.max(worst, Math.abs(value)),
    });
  }

  /** A word for the function selector is about to go to the wire. */
  sentWord(word: string, at: number): void {
    if (this.#word === null) return;
    const { state, value, was } = this.#word;
    this.#word = { state: 'pending', value: word, was: state === 'known' ? value : was, at, changedAt: null };
    // What was measured with another function is no reading of this one.
    this.#measured = nothingMeasured;
  }

  /** An output command is about to go to the wire. */
  sentOutput(on: boolean, at: number): void {
    if (this.#output === null) return;
    const { lastSeen } = this.#output;
    this.#output = { state: 'pending', on, lastSeen, since: at, changedAt: null };
    if (on) this.#mayBeOn = true;
  }

  readSetpoint(point: Point, value: number, at: number): void {
    const before = this.#settings.get(point)?.held;
    if (before === undefined) return;
    const changed = before.state === 'known' && before.value !== value;
    if (changed) this.#changes.add(point, before.value, value, at);
    this.#settings.set(point, {
      held: { state: 'known', value, at, ...followed(before, changed, at) },
      worst: Math.abs(value),
    });
  }

  readWord(word: string, at: number): void {
    const before = this.#word;
    if (before === null) return;
    const changed = before.state === 'known' && before.value !== word;
    if (changed) this.#changes.add('function', before.value, word, at);
    if (before.value !== word) this.#measured = nothingMeasured;
    this.#word = { state: 'known', value: word, at, ...followed(before, changed, at) };
  }

  readOutput(on: boolean, at: number): void {
    const before = this.#output;
    if (before === null) return;
    const known = before.state === 'known';
    const same = known && before.on === on;
    if (known && !same) this.#changes.add(this.facts.switches ?? 'output', before.on, on, at);
    this.#output = {
      state: 'known',
      on,
      lastSeen: on,
      since: same ? before.since : at,
      changedAt: known ? (same ? before.changedAt : at) : null,
    };
    this.#mayBeOn = on;
    // What was measured while it was on is not a measurement of an output that is off, and the other way round.
    if (!same) this.#measured = nothingMeasured;
  }

  readPoll(poll: ChannelPoll, at: number): void {
    for (const { point } of this.facts.settings) {
      const value = poll.settings[point];
      if (value !== undefined) this.readSetpoint(point, value, at);
    }
    if (poll.word !== null) this.readWord(poll.word, at);
    if (poll.on !== null) this.readOutput(poll.on, at);
    this.readMeasured(poll, at);
  }

  /** What was measured is so whatever has been sent meanwhile; what was set is not. */
  readMeasured(poll: ChannelPoll, at: number): void {
    const mine = poll.readings.filter(({ channel }) => channel === this.facts.channel);
    this.#measured = {
      mode: poll.on === true ? poll.mode : null,
      readings: Object.fromEntries(mine.map(({ quantity, value }) => [quantity, value])),
      overload: [...poll.overload],
      at: mine[0]?.at ?? at,
    };
  }

  /** Nothing can be trusted any more: the link is gone, or something of unknown effect was sent. */
  forget(at: number): void {
    for (const { point } of this.facts.settings)
      this.#settings.set(point, { held: unknown(at), worst: null });
    this.#word = this.facts.functions === null ? null : unknown(at);
    this.#measured = nothingMeasured;
    if (this.facts.switches === null) return;
    this.#mayBeOn = true;
    const { state, lastSeen, since } = this.#output ?? { state: 'unknown', lastSeen: null, since: at };
    this.#output = {
      state: 'unknown',
      on: null,
      lastSeen,
      since: state === 'unknown' ? since : at,
      changedAt: null,
    };
  }

  view(envelope: Envelope | null): ChannelState {
    return {
      channel: this.facts.channel,
      settings: Object.fromEntries([...this.#settings].map(([point, { held }]) => [point, held])),
      function: this.#word,
      output: this.#output,
      ...this.#measured,
      envelope,
    };
  }
}

/** What is said of a change at the instrument: of the newest one, until the console sets the value itself. */
function followed<T>(
  before: {
    readonly state: string;
    readonly value: T;
    readonly was: T | null;
    readonly changedAt: number | null;
  },
  changed: boolean,
  at: number,
): { was: T | null; changedAt: number | null } {
  if (changed) return { was: before.value, changedAt: at };
  return before.changedAt === null || before.state !== 'known'
    ? { was: null, changedAt: null }
    : { was: before.was, changedAt: before.changedAt };
}
