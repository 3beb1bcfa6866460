import { simulatedKeys } from '#main/simulator/keys.ts';
import { Envelope } from '#shared/contract/channels.ts';
import { Pin, pinsMax } from '#shared/contract/pins.ts';
import { SafetyPolicy } from '#shared/contract/safety.ts';
import { z } from '#shared/schema.ts';

/** What `*IDN?` said when the instrument was last met. */
const Seen = z.strictObject({
  vendor: z.string(),
  model: z.string(),
  serial: z.string(),
  firmware: z.string(),
});

/** One instrument on the desk, as it is remembered. */
export const BenchEntry = z.strictObject({
  id: z.string().min(1).max(64),
  name: z.string().max(64),
  /** The address in its one spelling; `sim:<key>` for an instrument of the simulated bench, whose port changes. */
  address: z.string().min(1).max(256),
  simulated: z.enum(simulatedKeys).nullable(),
  seen: Seen.nullable(),
  envelopes: z.array(
    z.strictObject({ channel: z.number().int().min(1).max(64), envelope: z.strictObject(Envelope.shape) }),
  ),
  /** Pinned queries, in their order. Since version 2; left out where there are none. */
  pins: z.array(Pin).min(1).max(pinsMax).optional(),
});
export type BenchEntry = z.infer<typeof BenchEntry>;

/** What this desk calls a GPIB board: an adapter, by its address in its one spelling, without an instrument behind it. */
const GpibBoard = z.strictObject({
  board: z.number().int().min(0).max(31),
  adapter: z.string().min(1).max(256),
});

/** The newest version of `bench.json` that this console reads. */
export const benchVersion = 2;

/** The whole file. Strict: a field that is not known here may mean a limit that would be forgotten. */
export const Bench = z.strictObject({
  version: z.literal([1, benchVersion]),
  policy: z.strictObject(SafetyPolicy.shape),
  instruments: z.array(BenchEntry),
  gpib: z.array(GpibBoard).default([]),
});
export type Bench = z.infer<typeof Bench>;

/**
 * A bench with the version that it is written with: the oldest that has everything in it. A console that is older than
 * pinned queries reads a desk without them, and one with them it leaves as it is.
 */
export const versioned = (bench: Bench): Bench => ({
  ...bench,
  version: bench.instruments.some(({ pins }) => pins !== undefined) ? benchVersion : 1,
});

/** An empty desk. An output that nobody watches goes off before the PC sleeps; an idle screen changes nothing. */
export const emptyBench: Bench = {
  version: 1,
  policy: { idleMinutes: 15, onIdleLock: 'keep', onSleep: 'off' },
  instruments: [],
  gpib: [],
};
