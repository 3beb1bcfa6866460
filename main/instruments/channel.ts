import type { ChannelPoll } from '#main/drivers/driver.ts';
import type {
  ChannelInfo,
  ChannelState,
  ChoiceName,
  Envelope,
  Held,
  HeldOutput,
  HeldTrips,
  HeldWord,
  Point,
  Reference,
  TripName,
} from '#shared/contract/channels.ts';
import { type Change, Changes } from './changes.ts';
import { Rises } from './slew.ts';

/** A setpoint: what people see, and the largest and smallest magnitude that the instrument may hold now (null: it may be anything). */
interface Setpoint {
  held: Held;
  worst: number | null;
  /** The smallest, the same way. */
  least: number | null;
}

const unknown = (at: number) => ({ state: 'unknown', value: null, was: null, at, changedAt: null }) as const;

/** Choices that go on without anybody turning them: a single acquisition stops. */
const movesByItself: ReadonlySet<ChoiceName> = new Set(['acquisition']);

type Measured = Pick<ChannelState, 'mode' | 'readings' | 'overload' | 'at'>;
const nothingMeasured: Measured = { mode: null, readings: {}, overload: [], at: null };

/**
 * What the console knows of one channel, and what it has to allow for. A setpoint that was sent may have been taken or not,
 * so until it is read back the larger of old and new counts; after a lost link anything may be. What reads otherwise than
 * before, although nothing was sent, was changed at the instrument.
 */
export class Channel {
  readonly facts: ChannelInfo;
  /** What its voltage has been told to rise lately. */
  readonly rises = new Rises();
  readonly #settings = new Map<Point, Setpoint>();
  readonly #changes = new Changes();
  readonly #choices = new Map<ChoiceName, HeldWord>();
  #tripped: HeldTrips | null = null;
  #word: HeldWord | null = null;
  #output: HeldOutput | null = null;
  #mayBeOn: boolean;
  /** It was off when its protection was sent cleared, and has not been read since. */
  #clearing = false;
  #measured = nothingMeasured;
  /** What is read in turn, and may have been moved by what was sent last: a range that is set ends that it follows. */
  readonly #mayFollow = new Set<Point | ChoiceName>();

  constructor(facts: ChannelInfo, at: number) {
    this.facts = facts;
    this.#mayBeOn = facts.switches !== null;
    this.forget(at);
  }

  /** The largest magnitude the setpoint may have now; null when it may be anything. */
  worst(point: Point): number | null {
    return this.#settings.get(point)?.worst ?? null;
  }

  /** The smallest magnitude it may have now; null when it may be anything. */
  least(point: Point): number | null {
    return this.#settings.get(point)?.least ?? null;
  }

  /** False only when it was read back off and nothing that may switch it on was sent since, or there is nothing to switch. */
  get mayBeOn(): boolean {
    return this.#mayBeOn;
  }

  /** True when its protection may be cleared: nothing can come back by that but what is switched off again. */
  get clearable(): boolean {
    return !this.#mayBeOn || this.#clearing;
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
    this.#sent();
    const { held, worst, least } = before;
    const was = held.state === 'known' ? held.value : held.was;
    this.#settings.set(point, {
      held: { state: 'pending', value, was, at, changedAt: null },
      worst: worst === null ? null : Math.max(worst, Math.abs(value)),
      least: least === null ? null : Math.min(least, Math.abs(value)),
    });
  }

  /** A word for the function selector is about to go to the wire. */
  sentWord(word: string, at: number): void {
    if (this.#word === null) return;
    this.#sent();
    const { state, value, was } = this.#word;
    this.#word = { state: 'pending', value: word, was: state === 'known' ? value : was, at, changedAt: null };
    // What was measured with another function is no reading of this one.
    this.#measured = nothingMeasured;
  }

  /** A word for another selector is about to go to the wire. */
  sentChoice(choice: ChoiceName, word: string, at: number): void {
    const before = this.#choices.get(choice);
    if (before === undefined) return;
    this.#sent();
    const was = before.state === 'known' ? before.value : before.was;
    this.#choices.set(choice, { state: 'pending', value: word, was, at, changedAt: null });
  }

  /** Whatever is read in turn may be otherwise when it is read next, and no hand was at the instrument. */
  #sent(): void {
    for (const { point, rare } of this.facts.settings) if (rare) this.#mayFollow.add(point);
    for (const { choice, rare } of this.facts.choices) if (rare) this.#mayFollow.add(choice);
  }

  /** What has tripped is about to be cleared. On some models an output comes on again by that: it counts until it is read. */
  sentClear(at: number): void {
    if (this.#tripped !== null)
      this.#tripped = { state: 'pending', value: [], was: this.#tripped.value, at, changedAt: null };
    if (this.#output === null) return;
    this.#clearing = this.clearable;
    this.#mayBeOn = true;
    const { lastSeen } = this.#output;
    this.#output = { state: 'pending', on: false, lastSeen, since: at, changedAt: null };
  }

  /** An output command is about to go to the wire. */
  sentOutput(on: boolean, at: number): void {
    if (this.#output === null) return;
    const { lastSeen } = this.#output;
    this.#output = { state: 'pending', on, lastSeen, since: at, changedAt: null };
    this.#clearing = false;
    if (on) this.#mayBeOn = true;
  }

  readSetpoint(point: Point, value: number, at: number): void {
    const before = this.#settings.get(point)?.held;
    if (before === undefined) return;
    const moved = movedBy(before, value, this.#mayFollow.delete(point));
    if (moved === 'by hand') this.#changes.add(point, before.value, value, at);
    this.#settings.set(point, {
      held: { state: 'known', value, at, ...newsOf(before, moved, at) },
      worst: Math.abs(value),
      least: Math.abs(value),
    });
  }

  readWord(word: string, at: number): void {
    const before = this.#word;
    if (before === null) return;
    const moved = movedBy(before, word, false);
    if (moved === 'by hand') this.#changes.add('function', before.value, word, at);
    if (before.value !== word) this.#measured = nothingMeasured;
    this.#word = { state: 'known', value: word, at, ...newsOf(before, moved, at) };
  }

  readChoice(choice: ChoiceName, word: string, at: number): void {
    const before = this.#choices.get(choice);
    if (before === undefined) return;
    const moved = movedBy(before, word, this.#mayFollow.delete(choice) || movesByItself.has(choice));
    if (moved === 'by hand') this.#changes.add(choice, before.value, word, at);
    this.#choices.set(choice, { state: 'known', value: word, at, ...newsOf(before, moved, at) });
  }

  readTrips(trips: readonly TripName[], at: number): void {
    const before = this.#tripped;
    if (before === null) return;
    const said = (names: readonly TripName[]): string => (names.length === 0 ? 'none' : names.join(', '));
    const changed = before.state === 'known' && said(before.value ?? []) !== said(trips);
    if (changed) this.#changes.add('protection', said(before.value ?? []), said(trips), at);
    const moved = changed ? 'by hand' : 'not';
    this.#tripped = { state: 'known', value: [...trips], at, ...newsOf(before, moved, at) };
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
    this.#clearing = false;
    // What was measured while it was on is not a measurement of an output that is off, and the other way round.
    if (!same) this.#measured = nothingMeasured;
  }

  readPoll(poll: ChannelPoll, at: number): void {
    for (const { point } of this.facts.settings) {
      const value = poll.settings[point];
      if (value !== undefined) this.readSetpoint(point, value, at);
    }
    if (poll.word !== null) this.readWord(poll.word, at);
    for (const { choice } of this.facts.choices) {
      const word = poll.choices[choice];
      if (word !== undefined) this.readChoice(choice, word, at);
    }
    if (poll.trips !== null) this.readTrips(poll.trips, at);
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
      this.#settings.set(point, { held: unknown(at), worst: null, least: null });
    this.#word = this.facts.functions === null ? null : unknown(at);
    for (const { choice } of this.facts.choices) this.#choices.set(choice, unknown(at));
    this.#tripped = this.facts.trips.length === 0 ? null : unknown(at);
    this.#measured = nothingMeasured;
    if (this.facts.switches === null) return;
    this.#mayBeOn = true;
    this.#clearing = false;
    const { state, lastSeen, since } = this.#output ?? { state: 'unknown', lastSeen: null, since: at };
    this.#output = {
      state: 'unknown',
      on: null,
      lastSeen,
      since: state === 'unknown' ? since : at,
      changedAt: null,
    };
  }

  view(envelope: Envelope | null, reference: Reference | null): ChannelState {
    return {
      channel: this.facts.channel,
      settings: Object.fromEntries([...this.#settings].map(([point, { held }]) => [point, held])),
      function: this.#word,
      choices: Object.fromEntries(this.#choices),
      tripped: this.#tripped,
      output: this.#output,
      ...this.#measured,
      reference,
      envelope,
    };
  }
}

/** Whose doing it is that a value reads otherwise than before. */
type Moved = 'by hand' | 'by the console' | 'not';

const movedBy = (
  before: { readonly state: string; readonly value: unknown },
  value: unknown,
  follows: boolean,
): Moved => {
  if (before.state !== 'known' || before.value === value) return 'not';
  return follows ? 'by the console' : 'by hand';
};

/** What is said of a change at the instrument: of the newest one, until the console sets the value itself, or moves it by setting another. */
function newsOf<T>(
  before: {
    readonly state: string;
    readonly value: T;
    readonly was: T | null;
    readonly changedAt: number | null;
  },
  moved: Moved,
  at: number,
): { was: T | null; changedAt: number | null } {
  if (moved === 'by hand') return { was: before.value, changedAt: at };
  return moved === 'by the console' || before.changedAt === null || before.state !== 'known'
    ? { was: null, changedAt: null }
    : { was: before.was, changedAt: before.changedAt };
}
