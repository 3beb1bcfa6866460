import { z } from '#shared/schema.ts';
import { command } from './declare.ts';
import { Nothing } from './nothing.ts';

/** Queries that an instrument may have pinned, at most. */
export const pinsMax = 8;
/** An answer that is no number is kept as text up to here, in characters. */
export const pinTextMax = 200;

/** Units in which a number is drawn with the prefix that suits it: 0.0021 V is 2.100 mV. Every other one is drawn as it is. */
export const prefixedUnits: readonly string[] = ['V', 'A', 'W', 'Ω', 'Hz', 's', 'F', 'H'];

/** A query whose answer is shown as a reading, on an instrument without a driver. */
export const Pin = z.strictObject({
  /** One query, as it is sent: `MEAS:VOLT?`, `MEAS:VOLT? (@101)`. */
  query: z.string().trim().min(2).max(200),
  /** What a person calls the reading. */
  label: z.string().trim().min(1).max(32),
  /** Of the answer times `scale`; empty where it has none. */
  unit: z.string().trim().max(8),
  /** What an answer is multiplied by before it is shown. Left out: 1. */
  scale: z
    .number()
    .refine((scale) => scale !== 0)
    .optional(),
  /** Decimals that are drawn. Left out: as many as suit the number. */
  decimals: z.number().int().min(0).max(12).optional(),
});
export type Pin = z.infer<typeof Pin>;

/** A pinned query and what came of it when it was asked last. */
export const PinReading = z.object({
  pin: Pin,
  /** The answer as the instrument wrote it, without `scale`. Null: it is no finite number, or nothing is known. */
  value: z.number().nullable(),
  /** An answer that is no number; cut at `pinTextMax`. Null when it is one, or nothing is known. */
  text: z.string().nullable(),
  /** The answer says that it is beyond the range (SCPI's 9.9E37). */
  overload: z.boolean(),
  /** Epoch ms of the answer; null: nothing is known, never an old answer. */
  at: z.number().nullable(),
  /** Why there is no answer, and what to do about it. */
  fault: z.object({ message: z.string(), remedy: z.string() }).nullable(),
  /** It failed three times in a row, and is not asked until its instrument's pins are set again. */
  paused: z.boolean(),
});
export type PinReading = z.infer<typeof PinReading>;

/** The part of `instruments` about pinned queries. */
export const pinCommands = {
  /**
   * Pins these queries, in this order, in place of those before; what was paused is asked again. INPUT_INVALID for what is
   * not one query, or does more than ask; POINT_UNKNOWN on an instrument with a driver. Nothing is changed then.
   */
  setPins: command({
    needs: 'instruments:control',
    input: z.strictObject({ id: z.string().min(1).max(64), pins: z.array(Pin).max(pinsMax) }),
    output: Nothing,
    audit: ['id', 'pins'],
  }),
};
