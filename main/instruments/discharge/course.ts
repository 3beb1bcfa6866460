import type { HeldOutput } from '#shared/contract/channels.ts';
import type { DischargeEnd, DischargeRun, DischargeWish } from '#shared/contract/discharge.ts';
import { type Flowed, Integral } from '#main/instruments/tally/integral.ts';
import { Curve } from './curve.ts';
import { timeLeft } from './left.ts';

/** Without a reading that can be trusted for longer than this, a test is over: ms, and periods of polling. */
const unmeasured = { ms: 3000, periods: 5 } as const;
/** Readings in a row at the cut-off that end a test; below this part of it one is enough. */
const atCutOff = 2;
const farBelow = 0.9;

/** What is asked of a course, and what the load was read back to hold when it began. */
export interface Plan {
  readonly wish: DischargeWish;
  /** The word of the function selector for constant current; null where there is no selector. */
  readonly word: string | null;
  /** A, as read back, and the smallest step. */
  readonly current: number;
  readonly step: number;
  /** V before the input was switched on. */
  readonly startVolts: number;
}

/** How the channel and its instrument stand at one moment. */
export interface Seen {
  readonly latched: boolean;
  /** Taken off the desk. */
  readonly gone: boolean;
  readonly local: boolean;
  readonly greeted: boolean;
  readonly tripped: boolean;
  readonly output: HeldOutput | null;
  /** What is held, or was sent and not read back; null when it is not known. */
  readonly word: string | null;
  readonly current: number | null;
  /** The newest measurement and its time stamp, which tells it from the one before. Null: none can be trusted. */
  readonly reading: {
    readonly at: number;
    readonly volts: number | null;
    readonly amps: number | null;
  } | null;
  readonly periodMs: number;
}

/** What was integrated up to the last reading, without a gap that goes on. */
const settled = (integral: Integral): Flowed => integral.flowedAt(Number.NEGATIVE_INFINITY, false);

/**
 * The course of one test from the input going on until something ends it. It does nothing by itself: it is shown how things
 * stand, and answers with why the test is over, or null. Times are ms of a clock that does not go back.
 */
export class Course {
  readonly #plan: Plan;
  readonly #startedAt: number;
  readonly #charge = new Integral();
  readonly #energy = new Integral();
  readonly #curve = new Curve();
  /** The time stamp of the last reading, when it came, and when one last was known. */
  #lastReading: number | null = null;
  #knownAt: number;
  #endedAt: number | null = null;
  #volts: number | null = null;
  #amps: number | null = null;
  #endVolts: number | null = null;
  #low = 0;

  constructor(plan: Plan, at: number) {
    this.#plan = plan;
    this.#startedAt = at;
    this.#knownAt = at;
  }

  /** How things stand at a moment. Answers with why the test is over, once. */
  look(at: number, seen: Seen): DischargeEnd | null {
    if (this.#endedAt !== null) return null;
    const over = whyOver(this.#plan, seen) ?? this.#measure(at, seen) ?? this.#reached(at);
    if (over !== null) this.finish(at);
    return over;
  }

  /** It is over at this moment, for a reason that is not its own. What was not known at the end is counted as a gap. */
  finish(at: number): void {
    if (this.#endedAt !== null) return;
    this.#endedAt = at;
    if (at > this.#knownAt) for (const each of [this.#charge, this.#energy]) each.add(at, null, 0);
    this.#volts = this.#amps = null;
  }

  get #ampHours(): number {
    return settled(this.#charge).total / 3600;
  }

  /** What there is to tell of it at a moment. */
  figures(
    at: number,
  ): Pick<
    DischargeRun,
    | 'wish'
    | 'elapsedMs'
    | 'gapMs'
    | 'ampHours'
    | 'wattHours'
    | 'volts'
    | 'amps'
    | 'startVolts'
    | 'endVolts'
    | 'left'
    | 'curve'
  > {
    const { wish, startVolts } = this.#plan;
    const curve = this.#curve.points;
    const so = {
      elapsedMs: (this.#endedAt ?? at) - this.#startedAt,
      ampHours: this.#ampHours,
      volts: this.#volts,
      amps: this.#amps,
      curve,
    };
    return {
      ...so,
      wish,
      gapMs: this.#charge.flowedAt(this.#endedAt ?? at, false).gapMs,
      wattHours: settled(this.#energy).total / 3600,
      startVolts,
      endVolts: this.#endVolts,
      left: this.#endedAt === null ? timeLeft(wish, so) : null,
    };
  }

  /** Takes a reading that is new, and tells whether the battery is down, or nobody can say. */
  #measure(at: number, { reading, output, periodMs }: Seen): DischargeEnd | null {
    const patience = Math.max(unmeasured.ms, unmeasured.periods * periodMs);
    // What was read while the input was not known to be on is no reading of this test.
    const on = output?.state === 'known' && output.on === true;
    if (!on || reading === null) this.#volts = this.#amps = null;
    else if (reading.at !== this.#lastReading) {
      this.#lastReading = reading.at;
      this.#take(at, reading.volts, reading.amps, periodMs);
    }
    if (at - this.#knownAt > patience) return 'notMeasured';
    const { cutOff } = this.#plan.wish;
    const deep = this.#volts !== null && this.#volts < farBelow * cutOff;
    return deep || this.#low >= atCutOff ? 'cutOff' : null;
  }

  #take(at: number, volts: number | null, amps: number | null, periodMs: number): void {
    const known = volts !== null && amps !== null;
    const before = settled(this.#charge).gapMs;
    this.#charge.add(at, known ? amps : null, periodMs);
    this.#energy.add(at, known ? volts * amps : null, periodMs);
    this.#volts = volts;
    this.#amps = amps;
    if (!known) return;
    const seconds = (at - this.#startedAt) / 1000;
    const lost = settled(this.#charge).gapMs > before;
    if (lost) this.#curve.gap((seconds + (this.#knownAt - this.#startedAt) / 1000) / 2, this.#ampHours);
    this.#curve.add({ seconds, volts, amps, ampHours: this.#ampHours });
    this.#knownAt = at;
    this.#endVolts = volts;
    this.#low = volts <= this.#plan.wish.cutOff ? this.#low + 1 : 0;
  }

  #reached(at: number): DischargeEnd | null {
    const { maxAmpHours, maxSeconds } = this.#plan.wish;
    if (maxAmpHours !== null && this.#ampHours >= maxAmpHours) return 'capacity';
    return maxSeconds !== null && at - this.#startedAt >= maxSeconds * 1000 ? 'time' : null;
  }
}

/** What ends a test whatever the battery does. The emergency stop goes before what it does to the output. */
function whyOver({ word, current, step }: Plan, seen: Seen): DischargeEnd | null {
  if (seen.latched) return 'emergencyStop';
  if (seen.gone) return 'removed';
  if (seen.local) return 'released';
  if (!seen.greeted) return 'linkLost';
  if (seen.tripped) return 'tripped';
  const { output } = seen;
  if (output?.state === 'pending' && output.on === false) return 'switchedOff';
  if (output?.state === 'known' && output.on === false) return 'offAtInstrument';
  const turned = word !== null && seen.word !== null && seen.word !== word;
  const moved = seen.current !== null && Math.abs(seen.current - current) > step / 2;
  return turned || moved ? 'changed' : null;
}
