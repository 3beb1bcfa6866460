import { z } from '#shared/schema.ts';
import { command, query, stream } from './declare.ts';
import { Nothing } from './nothing.ts';

const Id = z.string().min(1).max(64);
const Channel = z.number().int().min(1).max(64);

/** `dirty`: an answer is missing, so the link resynchronises before anything else is sent. */
export const linkStates = [
  'connecting',
  'ready',
  'busy',
  'dirty',
  'recovering',
  'unreachable',
  'closed',
] as const;
export const LinkState = z.enum(linkStates);
export type LinkState = z.infer<typeof LinkState>;

/** A number the console knows, does not know, or has sent and not read back yet. */
export const Held = z.object({
  state: z.enum(['known', 'pending', 'unknown']),
  /** In SI units. When pending: the value that was sent. When unknown: null, never an old value. */
  value: z.number().nullable(),
  /** The value read back before the pending one was sent. */
  was: z.number().nullable(),
  /** Epoch ms of the read-back (known) or of the sending (pending). */
  at: z.number(),
});
export type Held = z.infer<typeof Held>;

export const HeldOutput = z.object({
  state: z.enum(['known', 'pending', 'unknown']),
  on: z.boolean().nullable(),
  /** What was last read back, for "last seen on". */
  lastSeen: z.boolean().nullable(),
  /** Epoch ms since which it is as it is. */
  since: z.number(),
});
export type HeldOutput = z.infer<typeof HeldOutput>;

export const Range = z.object({ min: z.number(), max: z.number(), resolution: z.number() });
export const ChannelInfo = z.object({
  channel: Channel,
  label: z.string(),
  voltage: Range,
  current: Range,
});

export const Envelope = z.object({
  /** The device under test, as a person calls it. */
  name: z.string().trim().min(1).max(80),
  /** V, A, W. Null means: no limit for this one. At least one is set. */
  maxVoltage: z.number().nonnegative().nullable(),
  maxCurrent: z.number().nonnegative().nullable(),
  maxPower: z.number().nonnegative().nullable(),
});
export type Envelope = z.infer<typeof Envelope>;

export const Instrument = z.object({
  id: Id,
  name: z.string(),
  address: z.string(),
  /** Empty until it has identified itself. */
  vendor: z.string(),
  model: z.string(),
  serial: z.string(),
  firmware: z.string(),
  /** Driver family and how sure it is of its commands. */
  driver: z.string(),
  verified: z.enum(['manual', 'transcript', 'unverified']),
  kind: z.enum(['dc-supply', 'generic']),
  simulated: z.boolean(),
  link: LinkState,
  /** Epoch ms of the last answer; null when there was none. */
  answeredAt: z.number().nullable(),
  /** Wire time of the last exchange, ms. */
  latencyMs: z.number().nullable(),
  /** Why the link is not ready, and when it is tried again (epoch ms). */
  trouble: z.object({ message: z.string(), remedy: z.string(), retryAt: z.number().nullable() }).nullable(),
  channels: z.array(ChannelInfo),
});
export type Instrument = z.infer<typeof Instrument>;

/** One channel of a supply as it is now. Readings are null when there is none that can be trusted. */
export const SupplyChannel = z.object({
  channel: Channel,
  setVoltage: Held,
  setCurrent: Held,
  output: HeldOutput,
  /** Regulation: constant voltage, constant current; null when off or unknown. */
  mode: z.enum(['CV', 'CC']).nullable(),
  /** V, A, W as measured by the instrument. */
  voltage: z.number().nullable(),
  current: z.number().nullable(),
  power: z.number().nullable(),
  /** Epoch ms at which they were read; null when never. */
  at: z.number().nullable(),
  envelope: Envelope.nullable(),
});
export type SupplyChannel = z.infer<typeof SupplyChannel>;

export const Live = z.object({
  id: Id,
  link: LinkState,
  /** Milliseconds between two polls: what "live" and "stale" are judged by. */
  periodMs: z.number(),
  channels: z.array(SupplyChannel),
});
export type Live = z.infer<typeof Live>;

export const instruments = {
  /** The whole list, again whenever something about an instrument changes. */
  list: stream({ needs: 'instruments:read', input: Nothing, output: z.array(Instrument) }),
  /** The newest state of one instrument, at most once a frame; a slow reader gets the newest and misses the others. */
  live: stream({ needs: 'instruments:read', input: z.strictObject({ id: Id }), output: Live }),

  connect: command({
    needs: 'instruments:manage',
    input: z.strictObject({
      address: z.string().trim().min(1).max(256),
      name: z.string().trim().max(64).optional(),
    }),
    output: z.object({ id: Id }),
    audit: ['address', 'name'],
  }),
  /** Starts the simulated bench inside the console and connects to it over loopback TCP. */
  addSimulatedBench: command({
    needs: 'instruments:manage',
    input: Nothing,
    output: z.object({ ids: z.array(Id) }),
    audit: [],
  }),
  /** Tries an unreachable instrument at once. */
  retry: command({
    needs: 'instruments:manage',
    input: z.strictObject({ id: Id }),
    output: Nothing,
    audit: ['id'],
  }),
  /** Forgets the instrument. Refused while an output is on or unknown, unless `outputs` says to keep it so. */
  remove: command({
    needs: 'instruments:manage',
    input: z.strictObject({ id: Id, outputs: z.enum(['refuse', 'keep']) }),
    output: Nothing,
    audit: ['id', 'outputs'],
  }),

  /** Sends a setpoint and reads it back. The answer is what the instrument says it holds now. */
  set: command({
    needs: 'instruments:control',
    input: z.strictObject({
      id: Id,
      channel: Channel,
      point: z.enum(['voltage', 'current']),
      value: z.number(),
    }),
    output: z.object({ readBack: z.number() }),
    audit: ['id', 'channel', 'point', 'value'],
  }),
  output: command({
    needs: 'instruments:control',
    input: z.strictObject({ id: Id, channel: Channel, on: z.boolean() }),
    output: z.object({ on: z.boolean() }),
    audit: ['id', 'channel', 'on'],
    always: ({ on }) => !on,
  }),
  /** Every output of every instrument off, in parallel, without latching. */
  allOff: command({
    needs: 'instruments:control',
    input: z.strictObject({ id: Id }),
    output: Nothing,
    audit: ['id'],
    always: () => true,
  }),
  /**
   * One program message as typed. `confirm` lets a command of unknown effect through an active envelope; it needs
   * `safety:confirm`, and setpoints are read back afterwards.
   */
  send: command({
    needs: 'instruments:control',
    input: z.strictObject({ id: Id, text: z.string().min(1).max(4096), confirm: z.boolean() }),
    output: z.object({ reply: z.string().nullable() }),
    audit: ['id', 'text', 'confirm'],
  }),

  /** Min and max of a reading for each of `columns` equal parts of a time span, for drawing. NaN where nothing was read. */
  trend: query({
    needs: 'instruments:read',
    automatic: true,
    input: z.strictObject({
      id: Id,
      channel: Channel,
      quantity: z.enum(['voltage', 'current', 'power']),
      from: z.number(),
      to: z.number(),
      columns: z.number().int().min(1).max(4096),
    }),
    output: z.object({
      from: z.number(),
      to: z.number(),
      min: z.instanceof(Float64Array),
      max: z.instanceof(Float64Array),
    }),
  }),
};
