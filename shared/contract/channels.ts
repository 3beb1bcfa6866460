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
] as const satisfies readonly Quantity[];
export const PointName = z.enum(points);
export type Point = z.infer<typeof PointName>;

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

/** The same for a word: what the function selector stands at. */
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

/** In the SI unit of the quantity. `resolution`: the smallest step. */
export const Range = z.object({ min: z.number(), max: z.number(), resolution: z.number() });

/** What one channel can do, by the driver's table for this model. */
export const ChannelInfo = z.object({
  channel: ChannelNumber,
  label: z.string(),
  /** What is switched: an output that gives, an input that takes; null where there is nothing to switch. */
  switches: z.enum(['output', 'input']).nullable(),
  settings: z.array(Range.extend({ point: PointName })),
  /**
   * Words of the function selector and what a person calls each; `point` is the setpoint that rules then, null where all do or
   * none. Null where there is no selector.
   */
  functions: z
    .array(z.object({ word: z.string(), label: z.string(), point: PointName.nullable() }))
    .nullable(),
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
});
export type Envelope = z.infer<typeof Envelope>;

/** One channel as it is now. */
export const ChannelState = z.object({
  channel: ChannelNumber,
  /** One entry for each of the channel's settings. */
  settings: z.partialRecord(PointName, Held),
  function: HeldWord.nullable(),
  output: HeldOutput.nullable(),
  /** Regulation of a supply: constant voltage, constant current; null when off, unknown, or not a supply. */
  mode: z.enum(['CV', 'CC']).nullable(),
  /** As measured by the instrument, SI units. What is missing was not measured, or cannot be trusted. */
  readings: z.partialRecord(QuantityName, z.number()),
  /** Quantities that the instrument measured as beyond its range (SCPI's 9.9E37). */
  overload: z.array(QuantityName),
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
