import type { ChannelPoll } from '#main/drivers/driver.ts';
import {
  type ChannelInfo,
  type Quantity,
  quantityUnits,
  type Reference,
  resolutionOf,
} from '#shared/contract/channels.ts';
import type { Counter, Tally as Figures, TallyPart } from '#shared/contract/tally.ts';
import type { Reading } from '#main/session/ports.ts';
import { type Flow, type Flowed, Integral } from './integral.ts';
import type { Moment } from './moment.ts';
import { Statistics } from './statistics.ts';

/** What of a device matters to its tallies. */
export interface Source {
  /** Milliseconds between two polls. */
  readonly periodMs: number;
  /** How often everything that was known of it was given up. */
  readonly forgotten: number;
}

/** From here on a number is no reading. source: SCPI-99 vol. 1, 7.2.1.4: 9.9E37 stands for infinity. */
const beyond = 9.9e37;
/** For a driver that says no resolution: less than any reading has. */
const finest = 1e-12;

/** A pinned query's answer is nothing that anything here is counted of. */
const isQuantity = (quantity: Reading['quantity']): quantity is Quantity =>
  Object.hasOwn(quantityUnits, quantity);

/** What is counted of one channel: what flowed through it, and how its readings are distributed. Fed with every poll. */
export class Tally {
  readonly #info: ChannelInfo;
  readonly #energy: Integral | null;
  readonly #charge: Integral | null;
  readonly #statistics = new Map<Quantity, Statistics>();
  #since: number;
  #word: string | null = null;
  #reference: { readonly is: Reference; readonly forgotten: number } | null = null;
  /** `forgotten` of the source at the last poll. */
  #forgotten: number | null = null;

  constructor(info: ChannelInfo, epoch: number) {
    this.#info = info;
    const measures = (quantity: Quantity): boolean =>
      info.switches !== null && info.readings.some((each) => each.quantity === quantity);
    this.#charge = measures('current') ? new Integral() : null;
    const energy = measures('power') || (measures('voltage') && measures('current'));
    this.#energy = energy ? new Integral() : null;
    this.#since = epoch;
  }

  read(poll: ChannelPoll, { epoch, steady }: Moment, { periodMs, forgotten }: Source): void {
    if (this.#forgotten !== forgotten) {
      this.#forgotten = forgotten;
      this.#energy?.interrupt();
      this.#charge?.interrupt();
    }
    if (poll.word !== null && poll.word !== this.#word) {
      // The first word is no change.
      if (this.#word !== null) this.#reference = null;
      this.#word = poll.word;
      this.#statistics.clear();
    }
    const values = new Map<Quantity, number>();
    for (const { channel, quantity, value } of poll.readings)
      if (channel === this.#info.channel && isQuantity(quantity) && Math.abs(value) < beyond)
        values.set(quantity, value);
    this.#count(poll, values, epoch);
    const flow = (value: number | null): Flow =>
      poll.on === true ? value : poll.on === false ? 'off' : null;
    this.#charge?.add(steady, flow(values.get('current') ?? null), periodMs);
    this.#energy?.add(steady, flow(this.#power(values)), periodMs);
  }

  #count(poll: ChannelPoll, values: ReadonlyMap<Quantity, number>, epoch: number): void {
    // What is measured at an output that is off is not of what hangs on it.
    if (this.#info.switches !== null && poll.on !== true) return;
    for (const [quantity, value] of values) this.#of(quantity, epoch).add(value);
    for (const quantity of poll.overload) this.#of(quantity, epoch).overload();
  }

  #of(quantity: Quantity, epoch: number): Statistics {
    const known = this.#statistics.get(quantity);
    if (known !== undefined) return known;
    const resolution = Math.max(resolutionOf(this.#info, quantity) ?? finest, finest);
    const begun = new Statistics(quantity, resolution, epoch);
    this.#statistics.set(quantity, begun);
    return begun;
  }

  /** As measured, else by what is; null when that is not known. W */
  #power(values: ReadonlyMap<Quantity, number>): number | null {
    if (resolutionOf(this.#info, 'power') !== undefined) return values.get('power') ?? null;
    const [volts, amperes] = [values.get('voltage'), values.get('current')];
    return volts === undefined || amperes === undefined ? null : volts * amperes;
  }

  /** Begins a part anew. */
  reset(what: TallyPart, { epoch, steady }: Moment): void {
    if (what === 'counters') {
      this.#since = epoch;
      this.#charge?.reset(steady);
      this.#energy?.reset(steady);
    } else this.#statistics.clear();
  }

  /** Null: there is none any more. */
  compare(reference: Reference | null, { forgotten }: Source): void {
    this.#reference = reference === null ? null : { is: reference, forgotten };
  }

  /** What readings are shown relative to; null when to nothing, or what it was set with is not known any more. */
  reference({ forgotten }: Source): Reference | null {
    return this.#reference?.forgotten === forgotten ? this.#reference.is : null;
  }

  figures(steady: number, { forgotten }: Source): Figures {
    const interrupted = this.#forgotten !== forgotten;
    const counter = (integral: Integral | null): Counter | null =>
      integral === null ? null : inHours(integral.flowedAt(steady, interrupted));
    const [wattHours, ampereHours] = [counter(this.#energy), counter(this.#charge)];
    return {
      counters:
        wattHours === null && ampereHours === null ? null : { since: this.#since, wattHours, ampereHours },
      statistics: [...this.#statistics.values()].map(({ figures }) => figures),
    };
  }
}

const inHours = ({ total, coveredMs, gapMs }: Flowed): Counter => ({
  total: total / 3600,
  coveredMs: Math.round(coveredMs),
  gapMs: Math.round(gapMs),
});
