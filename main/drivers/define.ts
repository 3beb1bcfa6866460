import type {
  ChoiceName,
  Point as PointName,
  Quantity,
  quantityUnits,
  TripName,
} from '#shared/contract/channels.ts';
import type { Instrument } from '#shared/contract/instruments.ts';
import type { Identity } from './driver.ts';
import type { KnownCommand } from './commands.ts';
import type { Point } from './point.ts';
import type { Waveform } from './waveform.ts';

/** Lowest and highest value and the smallest step, in the unit of the points that name it; and the only values that are taken, rising. */
export type Limits = readonly [min: number, max: number, resolution: number, values?: readonly number[]];

type UnitOf<Q extends Quantity> = (typeof quantityUnits)[Q];
/** Setpoints by what they set, each in its unit. */
export type Settings = { readonly [P in PointName]?: Point<number, UnitOf<P>, string> };
/** Readings by what is measured, each in its unit. */
export type Readings = { readonly [Q in Quantity]?: Point<number, UnitOf<Q>> };

/** A function selector: its point, and what each of its words means. */
export interface Selector {
  readonly point: Point<string, null>;
  readonly words: readonly {
    /** As the instrument answers it. */
    readonly word: string;
    /** What a person calls it. */
    readonly label: string;
    /** How it may be written as a parameter, as manuals do: `VOLTage:AC`, `SINusoid`. */
    readonly written: string;
    /** The setpoint that rules then; null where all do, or none. */
    readonly rules: PointName | null;
    /** What `measured` measures then; null where there is none. */
    readonly measures: Quantity | null;
  }[];
}

/** Another selector. It is asked for in turn (`rare`) unless it says otherwise. */
export interface Choice {
  /** Its `set` is not used where the words have messages of their own. */
  readonly point: Point<string, null>;
  readonly label: string;
  readonly words: readonly {
    /** As it is read back. */
    readonly word: string;
    readonly label: string;
    /** How it may be written as a parameter, as manuals do: `CHANnel1`. */
    readonly written: string;
    /** The program message of a word that is a command without a parameter, and its header: `:SING`, `SINGle`. */
    readonly says?: { readonly header: string; readonly set: string };
  }[];
  /** It is switched on and off: ON, OFF, 1 and 0 are all taken. */
  readonly onOff: boolean;
  /** It goes on by itself (a single acquisition that stops): that is no change made at the instrument. */
  readonly moves?: boolean;
}
export type Choices = Readonly<Partial<Record<ChoiceName, Choice>>>;

/** The protection of an output. */
export interface Protection {
  /** Why it may have tripped: 1 or ON when it has. */
  readonly trips: readonly {
    readonly trip: TripName;
    readonly label: string;
    readonly point: Point<boolean, null>;
  }[];
  /** Clears all of them for a channel: the header, and the message. */
  readonly clear: { readonly header: string; readonly set: string };
}

/** What a family offers on each of its channels. */
export interface Parts {
  readonly settings: Settings;
  readonly selector: Selector | null;
  readonly choices: Choices;
  readonly protection: Protection | null;
  /** What is switched on and off, and whether it gives or takes. */
  readonly output: Point<boolean, null> | null;
  readonly switches: 'output' | 'input' | null;
  readonly mode: Point<'CV' | 'CC' | 'OFF', null> | null;
  readonly readings: Readings;
  /** One reading whose quantity follows from the selector. */
  readonly measured: Point<number, null> | null;
}

/** What every instrument of a class offers at least, after the IVI classes: 4.4 DC supply, 4.2 DMM, 4.3 function generator, 4.1 scope. */
interface Classes {
  readonly 'dc-supply': {
    readonly settings: Required<Pick<Settings, 'voltage' | 'current'>>;
    readonly output: Point<boolean, null>;
    readonly switches: 'output';
    readonly mode: Point<'CV' | 'CC' | 'OFF', null>;
    readonly readings: Required<Pick<Readings, 'voltage' | 'current' | 'power'>>;
  };
  readonly 'dc-load': {
    readonly settings: Required<Pick<Settings, 'current'>>;
    readonly output: Point<boolean, null>;
    readonly switches: 'input';
    readonly selector: Selector;
    readonly readings: Required<Pick<Readings, 'voltage' | 'current'>>;
  };
  readonly multimeter: { readonly selector: Selector; readonly measured: Point<number, null> };
  readonly 'function-generator': {
    readonly settings: Required<Pick<Settings, 'frequency' | 'amplitude' | 'offset'>>;
    readonly output: Point<boolean, null>;
    readonly switches: 'output';
    readonly selector: Selector;
  };
  readonly oscilloscope: { readonly readings: Required<Pick<Readings, 'peakToPeak' | 'voltage'>> };
}

/** The limit names that the setpoints use; each has to be in the table of every channel. */
type LimitName<S> = { [K in keyof S]: S[K] extends Point<number, infer _U, infer L> ? L : never }[keyof S] &
  string;

/** One channel of one model. */
export interface ChannelTable<L extends string> {
  readonly label: string;
  readonly limits: Readonly<Record<L, Limits>>;
  /** The smallest step of each reading, in its unit. */
  readonly resolutions: Readonly<Partial<Record<Quantity, number>>>;
}

/** A family of instruments as data: nothing in here does anything. */
export interface Family<S extends Settings = Settings> extends Parts {
  readonly family: string;
  /** Counted up whenever what it sends or how it reads changes. */
  readonly version: number;
  readonly kind: Exclude<Instrument['kind'], 'generic'>;
  /** How sure it is of its commands: read in a manual, seen in a transcript of a real one, or neither. */
  readonly verified: 'manual' | 'transcript' | 'unverified';
  /** The document that the commands were read from. */
  readonly source: string;
  readonly vendor: RegExp;
  /** Channels by the model's exact name in `*IDN?`. */
  readonly models: Readonly<Record<string, readonly ChannelTable<LimitName<S>>[]>>;
  readonly settings: S;
  /** Header of the switch for every output, where there is one: `OUTPut:ALL`. */
  readonly allOutputs: string | null;
  /** Program messages that switch everything off; empty where there is nothing to switch. */
  readonly allOff: readonly string[];
  /** Program messages that give it back to its front panel. */
  readonly toLocal: readonly string[];
  /** One message may hold several queries, and the answers come joined with `;`. source: IEEE 488.2, 8.4. */
  readonly compound: boolean;
  /** True when an envelope can hold: every command that moves a voltage or a current limit is in the table. */
  readonly envelope: boolean;
  /** How its traces are read; null where it has none. */
  readonly waveform: Waveform | null;
  /** What it understands beside its points. */
  readonly commands: readonly KnownCommand[];
}

type Class<K extends Family['kind'], S extends Settings> = Family<S> & { readonly kind: K } & Classes[K];

/**
 * Declares a family. A limit that no table has, a point in the wrong unit, or a part that its class has to have does not
 * compile.
 */
export function defineFamily<K extends Family['kind'], const S extends Settings>(
  family: Class<K, S>,
): Class<K, S> {
  return family;
}

/** True when an instrument of this identity is one of this family. */
export function fits(family: Pick<Family, 'vendor' | 'models'>, identity: Identity): boolean {
  return family.vendor.test(identity.vendor) && Object.hasOwn(family.models, identity.model);
}
