import type { Circuit, Net, Part, Volts } from './circuit.ts';

/** A battery as it is put on the bench. */
export interface BatteryFacts {
  /** Ah that it gives from full to empty. */
  readonly ampHours: number;
  /** Ohms inside it. */
  readonly ohms: number;
}

/**
 * Volts of one lithium-ion cell without load, by the part of its charge that is left: what data sheets have in common, not one cell's.
 * The knee at the end is what a discharge test is there to find.
 */
const openVolts: readonly (readonly [charge: number, volts: number])[] = [
  [0, 2.5],
  [0.02, 3],
  [0.05, 3.25],
  [0.1, 3.42],
  [0.2, 3.55],
  [0.4, 3.67],
  [0.6, 3.82],
  [0.8, 3.98],
  [1, 4.18],
];

/**
 * One cell between a net and ground: a voltage that falls with its charge, behind a resistance. It is not there until it is put in.
 * It gives by the clock on the wall: what measurements take of the bench's time beyond that takes nothing from it, or its capacity
 * would depend on how often it is measured.
 */
export class BatteryPart implements Part {
  readonly #circuit: Circuit;
  readonly #plus: Net;
  #facts: BatteryFacts | null = null;
  /** Ampere seconds that it has given. */
  #given = 0;
  #dt = 0;
  readonly #ahead: () => number;
  /** Seconds of `ahead` that have passed without taking anything. */
  #rested = 0;

  /** `ahead`: seconds by which the bench is before the clock. */
  constructor(circuit: Circuit, plus: Net, ahead: () => number) {
    this.#circuit = circuit;
    this.#plus = plus;
    this.#ahead = ahead;
    circuit.add(this);
  }

  /** Puts a full one in, in the place of what was there. */
  put(facts: BatteryFacts): void {
    this.#facts = facts;
    this.#given = 0;
    this.#rested = this.#ahead();
    this.#circuit.changed();
  }

  /** The part of its charge that is left; 0 where there is none. */
  get charge(): number {
    return this.#facts === null ? 0 : 1 - this.#given / (this.#facts.ampHours * 3600);
  }

  stamp(add: (a: Net, b: Net, siemens: number) => void): void {
    if (this.#facts !== null) add(this.#plus, 0, 1 / this.#facts.ohms);
  }

  drive(add: (a: Net, b: Net, amps: number) => void, dt: number): void {
    this.#dt = dt;
    if (this.#facts !== null) add(0, this.#plus, this.#open / this.#facts.ohms);
  }

  accept(volts: Volts): void {
    if (this.#facts === null) return;
    const amps = (this.#open - (volts[this.#plus] as number)) / this.#facts.ohms;
    const rest = Math.min(this.#dt, this.#ahead() - this.#rested);
    this.#rested += rest;
    this.#given += amps * (this.#dt - rest);
  }

  keep(): () => void {
    const before = [this.#given, this.#rested] as const;
    return () => {
      [this.#given, this.#rested] = before;
    };
  }

  get #open(): number {
    const left = this.charge;
    const above = openVolts.findIndex(([charge]) => charge >= left);
    if (above === -1) return openVolts.at(-1)?.[1] ?? 0;
    // What is drawn from an empty one takes its voltage down fast.
    if (above === 0) return Math.max((openVolts[0]?.[1] ?? 0) + left * 60, 0);
    const [from, low] = openVolts[above - 1] ?? [0, 0];
    const [to, high] = openVolts[above] ?? [1, 0];
    return low + ((high - low) * (left - from)) / (to - from);
  }
}
