import type { Circuit, Net, Regulated, Volts } from './circuit.ts';

/** Where a supply is tied to the circuit. The sense leads may go to the load, past the resistance of the leads. */
export interface SourceNets {
  readonly plus: Net;
  readonly minus: Net;
  readonly sensePlus: Net;
  readonly senseMinus: Net;
}

/** Where a protection switches the output off by itself. V, A. */
export interface Protection {
  readonly overVolts: number;
  readonly overVoltsOn: boolean;
  readonly overAmps: number;
  readonly overAmpsOn: boolean;
}
export type Trip = 'over-voltage' | 'over-current';

/** Beyond its level for this long, a protection trips; ripple, and the charge of a capacitor, are no reason. Seconds. */
const tripAfter: Readonly<Record<Trip, number>> = { 'over-voltage': 1e-3, 'over-current': 20e-3 };

/** How far the voltage at the terminals may rise above the setpoint to make up for the leads. Volts. */
export const senseHeadroom = 1;
/** What the supply draws back to bring its own output down when the setpoint falls. Amperes. */
export const downProgramming = 0.1;

/**
 * The regulated source of one supply channel: it holds the setpoint at the sense leads (CV) for as long as that takes
 * no more than the limit, else it delivers the limit (CC), whatever the voltage: no foldback.
 */
export class LimitedSource implements Regulated {
  readonly plus: Net;
  readonly minus: Net;
  readonly #sensePlus: Net;
  readonly #senseMinus: Net;
  /** Setpoint (V) and limit (A). */
  volts = 0;
  limit = 0;
  on = false;
  protection: Protection = { overVolts: Infinity, overVoltsOn: false, overAmps: Infinity, overAmpsOn: false };
  #tripped: Trip | null = null;
  /** Seconds beyond each level so far, volts at the terminals and seconds of this step. */
  #beyond: Readonly<Record<Trip, number>> = { 'over-voltage': 0, 'over-current': 0 };
  #volts = 0;
  #step = 0;
  #amps = 0;
  #limiting = false;
  #next = false;
  /** What the switching has added to the output in the last step, and in the one that is being solved. Volts. */
  #ripple: number | null = null;
  #nextRipple: number | null = null;

  constructor(circuit: Circuit, nets: SourceNets) {
    this.plus = nets.plus;
    this.minus = nets.minus;
    this.#sensePlus = nets.sensePlus;
    this.#senseMinus = nets.senseMinus;
    circuit.add({
      stamp: () => {},
      drive: (_add, dt) => {
        this.#step = dt;
      },
      accept: (volts) => {
        this.#volts = between(volts, nets.plus, nets.minus);
      },
    });
    circuit.regulate(this);
  }

  /** What has switched it off by itself. It stays off, whoever switches it on, until that is cleared. */
  get tripped(): Trip | null {
    return this.#tripped;
  }

  clear(): void {
    this.#tripped = null;
    this.#beyond = { 'over-voltage': 0, 'over-current': 0 };
  }

  /** Amperes out of the plus terminal in the last step; below 0 when it draws. */
  get amps(): number {
    return this.#amps;
  }

  /** True when the last step was at the current limit. */
  get limiting(): boolean {
    return this.#limiting;
  }

  current(open: Volts, perAmpere: Volts, at: number | null): number {
    this.#next = false;
    if (!this.on) return 0;
    // The same in every turn of a step.
    if (at !== null) this.#nextRipple ??= ripple(at, this.#amps);
    const added = this.#nextRipple ?? 0;
    const held = this.volts + added;
    const sense = between(open, this.#sensePlus, this.#senseMinus);
    const senseRise = between(perAmpere, this.#sensePlus, this.#senseMinus);
    const output = between(open, this.plus, this.minus);
    const outputRise = between(perAmpere, this.plus, this.minus);
    const forSense = senseRise > 0 ? (held - sense) / senseRise : Infinity;
    const forOutput = outputRise > 0 ? (this.volts + senseHeadroom - output) / outputRise : Infinity;
    const wanted = Math.min(forSense, forOutput);
    this.#next = wanted > this.limit;
    // Whatever is held, the converter switches: at the limit it swings the output as far, with a current whose mean is the limit.
    const swing = this.#ripple === null || outputRise <= 0 ? 0 : (added - this.#ripple) / outputRise;
    return Math.max(Math.min(wanted, this.limit + (at === null ? 0 : swing)), -downProgramming);
  }

  accept(amps: number): void {
    this.#amps = amps;
    this.#limiting = this.#next;
    this.#ripple = this.#nextRipple;
    this.#nextRipple = null;
    this.#protect();
  }

  #protect(): void {
    const { overVolts, overVoltsOn, overAmps, overAmpsOn } = this.protection;
    const longer = (trip: Trip, beyond: boolean): number =>
      this.on && beyond ? this.#beyond[trip] + this.#step : 0;
    this.#beyond = {
      'over-voltage': longer('over-voltage', overVoltsOn && this.#volts > overVolts),
      // In current limit the mean is the limit: at the level counts as beyond it.
      'over-current': longer('over-current', overAmpsOn && this.#amps >= overAmps * (1 - 1e-6)),
    };
    for (const trip of ['over-voltage', 'over-current'] as const)
      if (this.#tripped === null && this.#beyond[trip] >= tripAfter[trip]) {
        this.on = false;
        this.#tripped = trip;
      }
  }

  keep(): () => void {
    const before = [this.#amps, this.#limiting, this.#ripple, this.on, this.#tripped, this.#beyond] as const;
    const step = [this.#volts, this.#step] as const;
    return () => {
      [this.#amps, this.#limiting, this.#ripple, this.on, this.#tripped, this.#beyond] = before;
      [this.#volts, this.#step] = step;
    };
  }
}

/** What the switching of the converter leaves at the output: a triangle of 100 kHz. Hz; V peak to peak, and more per ampere. */
const ripplePerSecond = 100e3;
const rippleVolts = 2e-3;
const rippleOhms = 1e-3;

/** Volts above the setpoint at a time in seconds; its mean is 0. */
function ripple(at: number, amps: number): number {
  const turns = at * ripplePerSecond;
  const phase = turns - Math.floor(turns);
  const triangle = 2 * Math.abs(2 * phase - 1) - 1;
  return (triangle / 2) * (rippleVolts + rippleOhms * Math.abs(amps));
}

function between(volts: Volts, plus: Net, minus: Net): number {
  return (volts[plus] as number) - (volts[minus] as number);
}
