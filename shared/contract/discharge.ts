import { z } from '#shared/schema.ts';
import { ChannelNumber } from './channels.ts';
import { command, stream } from './declare.ts';

const place = { id: z.string().min(1).max(64), channel: ChannelNumber };

/** The longest test, s: 30 days. */
export const longestSeconds = 2_592_000;
/** The largest capacity that is asked for, Ah. */
export const largestAmpHours = 100_000;

const wished = {
  /** A: what the load takes, all the time. */
  current: z.number().positive(),
  /** V: the test is over when the battery is down there. */
  cutOff: z.number().positive(),
  /** s and Ah: whichever is reached first ends the test, too. Null: neither does. */
  maxSeconds: z.number().positive().max(longestSeconds).nullable(),
  maxAmpHours: z.number().positive().max(largestAmpHours).nullable(),
};
/** What a battery test is asked to do. */
export const DischargeWish = z.object(wished);
export type DischargeWish = z.infer<typeof DischargeWish>;

/** Why a test is over. Written to the history: a reason never changes its meaning. */
export const dischargeEnds = [
  'cutOff',
  'time',
  'capacity',
  'stopped',
  'emergencyStop',
  /** From the console, otherwise than by stopping the test. */
  'switchedOff',
  /** At the instrument, or by a protection of its own that the driver does not know. */
  'offAtInstrument',
  'tripped',
  /** Another function or current was set, wherever. */
  'changed',
  /** No reading could be trusted for too long. */
  'notMeasured',
  'linkLost',
  'released',
  'removed',
  'asleep',
  'closed',
  /** The console ended without closing while the test ran; said at the next start. */
  'interrupted',
] as const;
export const DischargeEnd = z.enum(dischargeEnds);
export type DischargeEnd = z.infer<typeof DischargeEnd>;

/** Points of the curve at most. A longer test has fewer points a minute, each the mean of what it stands for. */
export const curvePoints = 2000;
const Column = z.instanceof(Float64Array);
/** One row a point. NaN in volts and amperes: nothing was known then. */
export const DischargeCurve = z.object({
  /** s since the input was switched on. */
  seconds: Column,
  volts: Column,
  amps: Column,
  ampHours: Column,
});
export type DischargeCurve = z.infer<typeof DischargeCurve>;

/** A test that runs, or the last one of a channel since the console was started. */
export const DischargeRun = z.object({
  /** `ending`: the input is being switched off, and has not been read back. */
  phase: z.enum(['running', 'ending', 'ended']),
  /** Who started it. */
  by: z.string(),
  /** Epoch ms. */
  startedAt: z.number(),
  wish: DischargeWish,
  /** ms since the input was switched on, and how much of that nothing was known of: it is not counted in what was taken. */
  elapsedMs: z.number(),
  gapMs: z.number(),
  /** What the battery has given, by what the load has measured. */
  ampHours: z.number(),
  wattHours: z.number(),
  /** V and A as measured now; null: not known, or over. */
  volts: z.number().nullable(),
  amps: z.number().nullable(),
  /** V before the input was switched on, and as it was last measured under load. */
  startVolts: z.number(),
  endVolts: z.number().nullable(),
  /** What will probably end it, and when, ms from now; null when that cannot be said. */
  left: z.object({ ms: z.number(), by: z.enum(['time', 'capacity', 'slope']) }).nullable(),
  /** Why and when (epoch ms) it was over. */
  end: z.object({ reason: DischargeEnd, at: z.number() }).nullable(),
  /** The input at the end of this test: `off` when it was read back off. Later switching is not told here. */
  input: z.enum(['on', 'off', 'unknown']),
  /** False while, or when, the result could not be written to the history. */
  recorded: z.boolean(),
  curve: DischargeCurve,
});
export type DischargeRun = z.infer<typeof DischargeRun>;

/** The discharge of a battery with an electronic load. It runs in the console: a window may be closed meanwhile. */
export const discharge = {
  /** The test of one channel, at most twice a second while it runs; null when there was none since the console was started. */
  state: stream({
    needs: 'instruments:read',
    input: z.strictObject(place),
    output: z.object({ run: DischargeRun.nullable() }),
  }),
  /**
   * Selects constant current, sets it, and switches the input on, as the caller. Answers when it was read back on. Refused with
   * DISCHARGE_RUNNING, DISCHARGE_INPUT_ON, DISCHARGE_CUT_OFF (not below the voltage that is measured), DISCHARGE_NOT_MEASURED,
   * POINT_UNKNOWN (no load of constant current), RANGE_EXCEEDED, SAFETY_LATCHED, SAFETY_TRIPPED, INSTRUMENT_*. What fails on
   * the way leaves the input off, or rejects with SAFETY_OUTPUT_UNKNOWN.
   */
  start: command({
    needs: 'instruments:control',
    input: z.strictObject({ ...place, ...wished }),
    output: z.object({ startVolts: z.number() }),
    audit: ['id', 'channel', 'current', 'cutOff', 'maxSeconds', 'maxAmpHours'],
  }),
  /**
   * Switches the input off and ends the test. Rejects with SAFETY_OUTPUT_UNKNOWN when it is not read back off. False: no test ran,
   * and nothing was sent.
   */
  stop: command({
    needs: 'instruments:control',
    input: z.strictObject(place),
    output: z.object({ stopped: z.boolean() }),
    audit: ['id', 'channel'],
    always: () => true,
  }),
};
