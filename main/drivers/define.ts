import type { Identity } from './driver.ts';
import type { Point, Unit } from './point.ts';

/** Lowest and highest value and the smallest step, in the unit of the points that name it. */
export type Limits = readonly [min: number, max: number, resolution: number];

/** What every DC supply offers, after the IVI-4.4 class. */
export interface SupplyPoints {
  readonly voltage: Point<number, 'V', string>;
  readonly current: Point<number, 'A', string>;
  readonly output: Point<boolean, null>;
  readonly mode: Point<'CV' | 'CC' | 'OFF', null>;
  readonly measuredVoltage: Point<number, 'V'>;
  readonly measuredCurrent: Point<number, 'A'>;
  readonly measuredPower: Point<number, 'W'>;
}

/** The limit names that the points use; each has to be in the table of every channel. */
type LimitName<P> = {
  [K in keyof P]: P[K] extends Point<infer _V, infer _U extends Unit | null, infer L> ? L : never;
}[keyof P] &
  string;

/** One channel of one model. */
export interface ChannelTable<L extends string> {
  readonly label: string;
  readonly limits: Readonly<Record<L, Limits>>;
}

/** A family of supplies as data: nothing in here does anything. */
export interface SupplyFamily<P extends SupplyPoints = SupplyPoints> {
  readonly family: string;
  /** Counted up whenever what it sends or how it reads changes. */
  readonly version: number;
  readonly kind: 'dc-supply';
  /** How sure it is of its commands: read in a manual, seen in a transcript of a real one, or neither. */
  readonly verified: 'manual' | 'transcript' | 'unverified';
  /** The document that the commands were read from. */
  readonly source: string;
  readonly vendor: RegExp;
  /** Channels by the model's exact name in `*IDN?`. */
  readonly models: Readonly<Record<string, readonly ChannelTable<LimitName<P>>[]>>;
  readonly points: P;
  /** Header of the switch for every output, where there is one: `OUTPut:ALL`. */
  readonly allOutputs: string | null;
  /** Program messages that switch every output off. */
  readonly allOff: readonly string[];
  /** One message may hold several queries, and the answers come joined with `;`. source: IEEE 488.2, 8.4. */
  readonly compound: boolean;
  /** Headers of commands that cannot energise an output or move a setpoint; common ones with their asterisk. */
  readonly harmless: readonly string[];
  /** Headers of queries that only ask, beside those of the points. */
  readonly queries: readonly string[];
}

/** Declares a family. A limit that no table has, or a point in the wrong unit, does not compile. */
export function defineSupply<const P extends SupplyPoints>(family: SupplyFamily<P>): SupplyFamily<P> {
  return family;
}

/** True when an instrument of this identity is one of this family. */
export function fits(family: Pick<SupplyFamily, 'vendor' | 'models'>, identity: Identity): boolean {
  return family.vendor.test(identity.vendor) && Object.hasOwn(family.models, identity.model);
}
