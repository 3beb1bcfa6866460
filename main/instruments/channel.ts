import type { SupplyPoint, SupplyPoll } from '#main/drivers/driver.ts';
import type { ChannelInfo, Envelope, Held, HeldOutput, SupplyChannel } from '#shared/contract/instruments.ts';
import type { z } from '#shared/schema.ts';

export type ChannelFacts = z.infer<typeof ChannelInfo>;

/** A setpoint: what people see, and the largest magnitude that the instrument may hold now (null: it may be anything). */
interface Setpoint {
  held: Held;
  worst: number | null;
}

const unknownSetpoint = (at: number): Setpoint => ({
  held: { state: 'unknown', value: null, was: null, at },
  worst: null,
});

type Measured = Pick<SupplyChannel, 'mode' | 'voltage' | 'current' | 'power' | 'at'>;
const nothingMeasured: Measured = { mode: null, voltage: null, current: null, power: null, at: null };

/**
 * What the console knows of one supply channel, and what it has to allow for. A setpoint that was sent may have been
 * taken or not, so until it is read back the larger of old and new counts; after a lost link anything may be.
 */
export class Channel {
  readonly facts: ChannelFacts;
  #voltage: Setpoint;
  #current: Setpoint;
  #output: HeldOutput;
  #mayBeOn = true;
  #measured = nothingMeasured;

  constructor(facts: ChannelFacts, at: number) {
    this.facts = facts;
    this.#voltage = unknownSetpoint(at);
    this.#current = unknownSetpoint(at);
    this.#output = { state: 'unknown', on: null, lastSeen: null, since: at };
  }

  /** The largest magnitude the setpoint may have now; null when it may be anything. */
  worst(point: SupplyPoint): number | null {
    return this.#of(point).worst;
  }

  /** False only when it was read back off and nothing that may switch it on was sent since. */
  get mayBeOn(): boolean {
    return this.#mayBeOn;
  }

  get output(): HeldOutput {
    return this.#output;
  }

  /** A setpoint is about to go to the wire. */
  sentSetpoint(point: SupplyPoint, value: number, at: number): void {
    const { held, worst } = this.#of(point);
    const was = held.state === 'known' ? held.value : held.was;
    this.#put(point, {
      held: { state: 'pending', value, was, at },
      worst: worst === null ? null : Math.max(worst, Math.abs(value)),
    });
  }

  /** An output command is about to go to the wire. */
  sentOutput(on: boolean, at: number): void {
    this.#output = { state: 'pending', on, lastSeen: this.#output.lastSeen, since: at };
    if (on) this.#mayBeOn = true;
  }

  readSetpoint(point: SupplyPoint, value: number, at: number): void {
    this.#put(point, { held: { state: 'known', value, was: null, at }, worst: Math.abs(value) });
  }

  readOutput(on: boolean, at: number): void {
    const same = this.#output.state === 'known' && this.#output.on === on;
    this.#output = { state: 'known', on, lastSeen: on, since: same ? this.#output.since : at };
    this.#mayBeOn = on;
    // What was measured while it was on is not a measurement of an output that is off, and the other way round.
    if (!same) this.#measured = nothingMeasured;
  }

  readPoll(poll: SupplyPoll, at: number): void {
    this.readSetpoint('voltage', poll.setVoltage, at);
    this.readSetpoint('current', poll.setCurrent, at);
    this.readOutput(poll.on, at);
    this.readMeasured(poll, at);
  }

  /** What was measured is so whatever has been sent meanwhile; what was set is not. */
  readMeasured(poll: SupplyPoll, at: number): void {
    const value = (quantity: string): number | null =>
      poll.readings.find((reading) => reading.channel === this.facts.channel && reading.quantity === quantity)
        ?.value ?? null;
    this.#measured = {
      mode: poll.on ? poll.mode : null,
      voltage: value('voltage'),
      current: value('current'),
      power: value('power'),
      at: poll.readings[0]?.at ?? at,
    };
  }

  /** Nothing can be trusted any more: the link is gone, or something of unknown effect was sent. */
  forget(at: number): void {
    this.#voltage = unknownSetpoint(at);
    this.#current = unknownSetpoint(at);
    this.#mayBeOn = true;
    const { state, lastSeen, since } = this.#output;
    this.#output = { state: 'unknown', on: null, lastSeen, since: state === 'unknown' ? since : at };
    this.#measured = nothingMeasured;
  }

  view(envelope: Envelope | null): SupplyChannel {
    return {
      channel: this.facts.channel,
      setVoltage: this.#voltage.held,
      setCurrent: this.#current.held,
      output: this.#output,
      ...this.#measured,
      envelope,
    };
  }

  #of(point: SupplyPoint): Setpoint {
    return point === 'voltage' ? this.#voltage : this.#current;
  }

  #put(point: SupplyPoint, setpoint: Setpoint): void {
    if (point === 'voltage') this.#voltage = setpoint;
    else this.#current = setpoint;
  }
}
