import { z } from '#shared/schema.ts';

/** Everything that can be set or measured on a bench, with its SI unit. The one table for setpoints and readings. */
export const quantityUnits = {
  voltage: 'V',
  current: 'A',
  power: 'W',
  resistance: 'Ω',
  frequency: 'Hz',
  /** Peak to peak. */
  amplitude: 'V',
  offset: 'V',
  acVoltage: 'V',
  acCurrent: 'A',
  peakToPeak: 'V',
  /** Where the protection of an output trips. */
  overVoltage: 'V',
  overCurrent: 'A',
  /** Parts of a period: high, of a square; rising, of a ramp. */
  dutyCycle: '%',
  symmetry: '%',
  sweepStart: 'Hz',
  sweepStop: 'Hz',
  /** From start to stop. */
  sweepTime: 's',
  /** One division of the screen, up and across. */
  verticalScale: 'V',
  timeScale: 's',
  /** What stands in the middle of the screen: volts, and seconds after the trigger. */
  verticalOffset: 'V',
  timeOffset: 's',
  triggerLevel: 'V',
  /** The range of each function of a meter, by its name: its largest value. */
  voltageRange: 'V',
  acVoltageRange: 'V',
  currentRange: 'A',
  acCurrentRange: 'A',
  resistanceRange: 'Ω',
  /** How long a meter integrates, in cycles of the mains. */
  voltageCycles: 'PLC',
  currentCycles: 'PLC',
  resistanceCycles: 'PLC',
} as const;
export type Quantity = keyof typeof quantityUnits;
export type Unit = (typeof quantityUnits)[Quantity];
export const quantities = Object.keys(quantityUnits) as [Quantity, ...Quantity[]];
export const QuantityName = z.enum(quantities);

/** Quantities that can be set. */
export const points = [
  'voltage',
  'current',
  'power',
  'resistance',
  'frequency',
  'amplitude',
  'offset',
  'overVoltage',
  'overCurrent',
  'dutyCycle',
  'symmetry',
  'sweepStart',
  'sweepStop',
  'sweepTime',
  'verticalScale',
  'verticalOffset',
  'timeScale',
  'timeOffset',
  'triggerLevel',
  'voltageRange',
  'acVoltageRange',
  'currentRange',
  'acCurrentRange',
  'resistanceRange',
  'voltageCycles',
  'currentCycles',
  'resistanceCycles',
] as const satisfies readonly Quantity[];
export const PointName = z.enum(points);
export type Point = z.infer<typeof PointName>;

/** What is chosen by a word, beside the function. `on` and `off` are the words ON and OFF. */
export const choiceNames = [
  'overVoltageProtection',
  'overCurrentProtection',
  'sweep',
  'display',
  'coupling',
  'triggerSource',
  'triggerSlope',
  'triggerSweep',
  /** Whether it acquires: RUN, STOP, SINGLE. It goes from SINGLE to STOP by itself. */
  'acquisition',
  'voltageAutoRange',
  'acVoltageAutoRange',
  'currentAutoRange',
  'acCurrentAutoRange',
  'resistanceAutoRange',
] as const;
export const ChoiceName = z.enum(choiceNames);
export type ChoiceName = z.infer<typeof ChoiceName>;

/** Why a protection has switched an output off by itself. */
export const TripName = z.enum(['overVoltage', 'overCurrent']);
export type TripName = z.infer<typeof TripName>;

export const ChannelNumber = z.number().int().min(1).max(64);

/**
 * What every held value has. `known`: read back. `pending`: sent, not read back yet. `unknown`: nothing can be trusted.
 * `changedAt`: epoch ms at which a poll found another value than the one before although the console had sent nothing:
 * it was changed at the instrument (or by another program); null otherwise, and again once the console sets it.
 */
const held = { state: z.enum(['known', 'pending', 'unknown']), changedAt: z.number().nullable() };

/** A number the console knows, does not know, or has sent and not read back yet. */
export const Held = z.object({
  ...held,
  /** In SI units. When pending: the value that was sent. When unknown: null, never an old value. */
  value: z.number().nullable(),
  /** The value before: read back before the pending one was sent, or before it was changed at the instrument. */
  was: z.number().nullable(),
  /** Epoch ms of the read-back (known) or of the sending (pending). */
  at: z.number(),
});
export type Held = z.infer<typeof Held>;

/** The same for a word: what a selector stands at. */
export const HeldWord = z.object({
  ...held,
  value: z.string().nullable(),
  was: z.string().nullable(),
  at: z.number(),
});
export type HeldWord = z.infer<typeof HeldWord>;

/** The same for an output that gives, or an input that takes. */
export const HeldOutput = z.object({
  ...held,
  on: z.boolean().nullable(),
  /** What was last read back, for "last seen on". */
  lastSeen: z.boolean().nullable(),
  /** Epoch ms since which it is as it is. */
  since: z.number(),
});
export type HeldOutput = z.infer<typeof HeldOutput>;

/** The same for the protection of an output: what has tripped, and an empty list when nothing has. Pending: it was cleared. */
export const HeldTrips = z.object({
  ...held,
  value: z.array(TripName).nullable(),
  was: z.array(TripName).nullable(),
  at: z.number(),
});
export type HeldTrips = z.infer<typeof HeldTrips>;

/** Where a setting or a choice belongs. */
const place = {
  /** `instrument`: the whole instrument's, and listed at its first channel alone (the timebase of a scope). */
  of: z.enum(['channel', 'instrument']),
  /** The words of the function selector under which it means something; null: always. */
  under: z.array(z.string()).nullable(),
  /**
   * True: read in turn with others of its kind, one at each poll, so that readings stay as fast as they are. `at` says how old
   * it is.
   */
  rare: z.boolean(),
};

/** In the SI unit of the quantity. `resolution`: the smallest step. */
export const Range = z.object({ min: z.number(), max: z.number(), resolution: z.number() });

/** What one channel can do, by the driver's table for this model. */
export const ChannelInfo = z.object({
  channel: ChannelNumber,
  label: z.string(),
  /** What is switched: an output that gives, an input that takes; null where there is nothing to switch. */
  switches: z.enum(['output', 'input']).nullable(),
  /** `values`: the only ones it takes, in rising order; null where it takes every one of the range. */
  settings: z.array(Range.extend({ point: PointName, values: z.array(z.number()).nullable(), ...place })),
  /**
   * Words of the function selector and what a person calls each; `point` is the setpoint that rules then, null where all do or
   * none. Null where there is no selector.
   */
  functions: z
    .array(z.object({ word: z.string(), label: z.string(), point: PointName.nullable() }))
    .nullable(),
  /** What else is chosen by a word, and what a person calls each. */
  choices: z.array(
    z.object({
      choice: ChoiceName,
      label: z.string(),
      words: z.array(z.object({ word: z.string(), label: z.string() })),
      ...place,
    }),
  ),
  /** The protections that can trip and be cleared; empty where there are none. */
  trips: z.array(z.object({ trip: TripName, label: z.string() })),
  readings: z.array(z.object({ quantity: QuantityName, resolution: z.number() })),
  /** True when an envelope can be set: this driver can say of every command what it does to voltage and current here. */
  envelope: z.boolean(),
});
export type ChannelInfo = z.infer<typeof ChannelInfo>;

export const Envelope = z.object({
  /** The device under test, as a person calls it. */
  name: z.string().trim().min(1).max(80),
  /** V, A, W. Null means: no limit for this one. At least one is set. */
  maxVoltage: z.number().nonnegative().nullable(),
  maxCurrent: z.number().nonnegative().nullable(),
  maxPower: z.number().nonnegative().nullable(),
  /**
   * V in a second: no more than this may the voltage setpoint of an output that is on, or may be, rise within any second; an output
   * that is switched on rises from 0 V. Left out or null: no limit. A command that would rise more is refused, not slowed down.
   */
  maxSlew: z.number().positive().nullable().optional(),
});
export type Envelope = z.infer<typeof Envelope>;

/** The reading that others are compared with. */
export const Reference = z.object({ quantity: QuantityName, value: z.number() });
export type Reference = z.infer<typeof Reference>;

/** One channel as it is now. */
export const ChannelState = z.object({
  channel: ChannelNumber,
  /** One entry for each of the channel's settings. */
  settings: z.partialRecord(PointName, Held),
  function: HeldWord.nullable(),
  /** One entry for each of the channel's choices. */
  choices: z.partialRecord(ChoiceName, HeldWord),
  /** Null where nothing can trip. A tripped output is off, and stays off when it is cleared. */
  tripped: HeldTrips.nullable(),
  output: HeldOutput.nullable(),
  /** Regulation of a supply: constant voltage, constant current; null when off, unknown, or not a supply. */
  mode: z.enum(['CV', 'CC']).nullable(),
  /** As measured by the instrument, SI units. What is missing was not measured, or cannot be trusted. */
  readings: z.partialRecord(QuantityName, z.number()),
  /** Quantities that the instrument measured as beyond its range (SCPI's 9.9E37). */
  overload: z.array(QuantityName),
  /** What a reading of this quantity is shown relative to, in its SI unit; `readings` are never relative. Null: to nothing. */
  reference: Reference.nullable(),
  /** Epoch ms at which they were read; null when never. */
  at: z.number().nullable(),
  envelope: Envelope.nullable(),
});
export type ChannelState = z.infer<typeof ChannelState>;

/** The setting of a channel by its point; undefined where it has none. */
export const settingOf = (info: ChannelInfo, point: Point): ChannelInfo['settings'][number] | undefined =>
  info.settings.find((each) => each.point === point);
/** The smallest step of a reading, in its unit; undefined where it is not measured. */
export const resolutionOf = (info: ChannelInfo, quantity: Quantity): number | undefined =>
  info.readings.find((each) => each.quantity === quantity)?.resolution;
