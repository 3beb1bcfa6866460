import { z } from '#shared/schema.ts';
import { anyone, command, stream } from './declare.ts';
import { Envelope } from './channels.ts';
import { Nothing } from './nothing.ts';

/** What is known of one output after the stop. `none`: the instrument has nothing to turn off. */
export const StopLine = z.object({
  instrument: z.string(),
  name: z.string(),
  model: z.string(),
  /** `pending` while the read-back is awaited (1 s at the most). */
  result: z.enum(['pending', 'off', 'unknown', 'none']),
  outputs: z.number().int(),
  /** ms from the stop to the off command on the wire; null when it could not be written. */
  wireMs: z.number().nullable(),
  /** ms from the stop to the read-back. */
  readBackMs: z.number().nullable(),
  /** Why it is unknown. */
  note: z.string().nullable(),
});
export type StopLine = z.infer<typeof StopLine>;

export const StopReport = z.object({
  at: z.number(),
  /** Who was signed in, or "nobody signed in". */
  by: z.string(),
  origin: z.enum(['button', 'keys', 'restored']),
  complete: z.boolean(),
  lines: z.array(StopLine),
  /** False while, or when, it could not be written to the history. The stop itself does not depend on it. */
  recorded: z.boolean(),
});
export type StopReport = z.infer<typeof StopReport>;

/** What happens to outputs that are on when nobody watches any more. Each time it is recorded with the list of outputs. */
export const SafetyPolicy = z.object({
  /** Minutes without a key or a pointer until the console locks; 0 never. */
  idleMinutes: z.number().int().min(0).max(1440),
  onIdleLock: z.enum(['keep', 'off']),
  /** The PC goes to sleep: it cannot watch or stop anything while it sleeps. */
  onSleep: z.enum(['keep', 'off']),
});
export type SafetyPolicy = z.infer<typeof SafetyPolicy>;

export const SafetyState = z.object({
  /** Latched: every output-on is refused until somebody permitted resets it. */
  latched: z.boolean(),
  /** When and by whom, in plain words, or why it is latched without a known stop. */
  reason: z.string().nullable(),
  latchedAt: z.number().nullable(),
  /** False when the latch could not be written to disk: it holds now, but not across a restart. */
  durable: z.boolean(),
  report: StopReport.nullable(),
  policy: SafetyPolicy,
  /** Outputs that are on or unknown. Anyone may know these: a bench that may be live concerns all who stand there. */
  live: z.array(
    z.object({
      instrument: z.string(),
      name: z.string(),
      channel: z.number(),
      state: z.enum(['on', 'unknown']),
    }),
  ),
});
export type SafetyState = z.infer<typeof SafetyState>;

export const safety = {
  state: stream({
    needs: anyone('safety.state: whoever stands at the bench must see what may be live'),
    input: Nothing,
    output: SafetyState,
  }),
  stop: command({
    needs: anyone('safety.stop: nobody is asked for a password before an output goes off'),
    input: z.strictObject({ origin: z.enum(['button', 'keys']) }),
    output: StopReport,
    audit: ['origin'],
    emergency: true,
  }),
  /** Ends the latch. Outputs stay off. */
  reset: command({ needs: 'safety:reset', input: Nothing, output: Nothing, audit: [] }),
  /** Sets or clears (null) the envelope of one channel. Outputs outside the new one are switched off. */
  setEnvelope: command({
    needs: 'safety:configure',
    input: z.strictObject({
      instrument: z.string().min(1).max(64),
      channel: z.number().int().min(1).max(64),
      envelope: Envelope.nullable(),
    }),
    output: Nothing,
    audit: ['instrument', 'channel', 'envelope'],
  }),
  setPolicy: command({
    needs: 'safety:configure',
    input: SafetyPolicy,
    output: Nothing,
    audit: ['idleMinutes', 'onIdleLock', 'onSleep'],
  }),
};
