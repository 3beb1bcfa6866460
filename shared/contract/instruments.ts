import { z } from '#shared/schema.ts';
import {
  ChannelInfo,
  ChannelNumber,
  ChannelState,
  ChoiceName,
  PointName,
  QuantityName,
  TripName,
} from './channels.ts';
import { command, query, stream } from './declare.ts';
import { deskCommands } from './desk.ts';
import { Nothing } from './nothing.ts';
import { pinCommands, PinReading } from './pins.ts';
import { TraceFrame } from './waveforms.ts';
import { Reply, Understood, WholeReply } from './program.ts';

const Id = z.string().min(1).max(64);

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

/** The classes of instruments that a driver can be of, after the IVI classes. */
export const instrumentKinds = [
  'dc-supply',
  'dc-load',
  'multimeter',
  'function-generator',
  'oscilloscope',
  'generic',
] as const;
export type InstrumentKind = (typeof instrumentKinds)[number];

/** Interface messages: what a link can do beside program messages. */
export const busActions = ['clear', 'trigger', 'status', 'local', 'remote', 'lockout'] as const;
export type BusAction = (typeof busActions)[number];

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
  kind: z.enum(instrumentKinds),
  simulated: z.boolean(),
  link: LinkState,
  /** `local`: given back to its front panel (`release`). It is neither read nor driven until it is taken back; off and the stop work. */
  control: z.enum(['remote', 'local']),
  /** Epoch ms of the last answer; null when there was none. */
  answeredAt: z.number().nullable(),
  /** Wire time of the last exchange, ms. */
  latencyMs: z.number().nullable(),
  /** The instrument has asked for service; gone when its status byte was read. Epoch ms. */
  service: z.object({ statusByte: z.number().int().min(0).max(255).nullable(), at: z.number() }).nullable(),
  /** The transcript that is being written of it, and since when (epoch ms). `fault`: it ended by itself, and why. */
  recording: z.object({ name: z.string(), since: z.number(), fault: z.string().nullable() }).nullable(),
  /** Why the link is not ready, and when it is tried again (epoch ms). */
  trouble: z.object({ message: z.string(), remedy: z.string(), retryAt: z.number().nullable() }).nullable(),
  channels: z.array(ChannelInfo),
});
export type Instrument = z.infer<typeof Instrument>;

export const Live = z.object({
  id: Id,
  link: LinkState,
  /** Milliseconds between two polls: what "live" and "stale" are judged by. */
  periodMs: z.number(),
  channels: z.array(ChannelState),
  /** The pinned queries of an instrument without a driver, in their order; left out where there is a driver. */
  pins: z.array(PinReading).optional(),
});
export type Live = z.infer<typeof Live>;

/** An adapter that this desk calls a GPIB board. */
export const GpibBoard = z.object({ board: z.number().int(), adapter: z.string() });
export type GpibBoard = z.infer<typeof GpibBoard>;

const Message = z.strictObject({
  id: Id,
  text: z.string().min(1).max(4096),
  confirm: z.boolean(),
  deadlineMs: z.number().int().min(50).max(120_000).optional(),
});

export const instruments = {
  ...deskCommands,
  ...pinCommands,

  /** The whole list, again whenever something about an instrument changes. */
  list: stream({ needs: 'instruments:read', input: Nothing, output: z.array(Instrument) }),
  /** The newest state of one instrument, at most once a frame; a slow reader gets the newest and misses the others. */
  live: stream({ needs: 'instruments:read', input: z.strictObject({ id: Id }), output: Live }),

  /**
   * The traces of an oscilloscope, each channel in at most `columns` columns. At most 20 a second, never more than half of the
   * link's time, and the next one is read when the last was taken: a slow reader gets the newest. POINT_UNKNOWN where it has no
   * traces.
   */
  trace: stream({
    needs: 'instruments:read',
    input: z.strictObject({
      id: Id,
      channels: z.array(ChannelNumber).min(1).max(4),
      columns: z.number().int().min(16).max(4096),
    }),
    output: TraceFrame,
  }),

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
      channel: ChannelNumber,
      point: PointName,
      value: z.number(),
    }),
    output: z.object({ readBack: z.number() }),
    audit: ['id', 'channel', 'point', 'value'],
  }),
  output: command({
    needs: 'instruments:control',
    input: z.strictObject({
      id: Id,
      channel: ChannelNumber,
      on: z.boolean(),
      /** The operator says that it may be on without an envelope. Else an output that could have one and has none stays off. */
      withoutEnvelope: z.boolean().optional(),
    }),
    output: z.object({ on: z.boolean() }),
    audit: ['id', 'channel', 'on', 'withoutEnvelope'],
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
  /** Turns the function selector, or another choice, to one of the channel's words and reads it back. */
  choose: command({
    needs: 'instruments:control',
    input: z.strictObject({
      id: Id,
      channel: ChannelNumber,
      /** Left out: the function selector. */
      choice: ChoiceName.optional(),
      word: z.string().min(1).max(32),
    }),
    output: z.object({ readBack: z.string() }),
    audit: ['id', 'channel', 'choice', 'word'],
  }),
  /**
   * Clears what has tripped. The output is switched off and read back off first, and is off afterwards: clearing never switches
   * anything on. What is still tripped is the answer. Rejects with SAFETY_OUTPUT_UNKNOWN when it is not read back off.
   */
  clearTrips: command({
    needs: 'instruments:control',
    input: z.strictObject({ id: Id, channel: ChannelNumber }),
    output: z.object({ trips: z.array(TripName) }),
    audit: ['id', 'channel'],
  }),
  /** Gives the instrument back to its front panel. Outputs stay as they are; from then on the console does not know them. */
  release: command({
    needs: 'instruments:control',
    input: z.strictObject({ id: Id }),
    output: Nothing,
    audit: ['id'],
  }),
  /** Takes a released instrument back: everything is read anew. */
  take: command({
    needs: 'instruments:control',
    input: z.strictObject({ id: Id }),
    output: Nothing,
    audit: ['id'],
  }),
  /**
   * One program message as typed. `confirm` lets a command of unknown effect through an active envelope, and an output that could
   * have an envelope and has none be switched on; it needs `safety:confirm`, and setpoints are read back afterwards. Rejects with INSTRUMENT_ERROR when the error queue says that the
   * instrument did not accept it. `deadlineMs`: for the whole reply; 2 s when left out.
   */
  send: command({
    needs: 'instruments:control',
    input: Message,
    /** `wireMs`: from the first byte on the wire to the whole reply. */
    output: z.object({ reply: Reply.nullable(), wireMs: z.number() }),
    audit: ['id', 'text', 'confirm'],
  }),
  /**
   * `send`, with every byte of the reply (of a block: of its payload) up to the cap of a reply, in pieces of at most 1 MiB. The
   * exchange is over before the first item; a reader that leaves then gives up the rest of the bytes alone.
   */
  sendWhole: stream({
    needs: 'instruments:control',
    input: Message,
    output: WholeReply,
    audit: ['id', 'text', 'confirm'],
  }),
  /**
   * An interface message: device clear, trigger, serial poll, front panel to local or remote, local lockout. A trigger is of
   * unknown effect, so `confirm` is as in `send`. Rejects with LINK_LACKS where the link has no such message.
   */
  bus: command({
    needs: 'instruments:control',
    input: z.strictObject({ id: Id, action: z.enum(busActions), confirm: z.boolean() }),
    output: z.object({ statusByte: z.number().int().min(0).max(255).nullable() }),
    audit: ['id', 'action', 'confirm'],
  }),
  /**
   * Begins, or ends, a transcript of everything that is sent to the instrument and comes from it (`links.transcripts`). The
   * name of the transcript; null when there was none to end.
   */
  record: command({
    needs: 'instruments:control',
    input: z.strictObject({ id: Id, on: z.boolean() }),
    output: z.object({ name: z.string().nullable() }),
    audit: ['id', 'on'],
  }),
  /** The program messages that the driver understands, with what each is for. */
  commands: query({
    needs: 'instruments:read',
    input: z.strictObject({ id: Id }),
    output: z.array(Understood),
  }),
  /**
   * An instrument for as long as this stream is read: one that is on the desk (by its id, name or address), or else the
   * address is connected to without remembering it, and left when the stream ends. One item, once it can be talked to.
   */
  borrow: stream({
    needs: 'instruments:manage',
    input: z.strictObject({ target: z.string().trim().min(1).max(256) }),
    output: z.object({ id: Id, onDesk: z.boolean() }),
  }),

  /** The adapters that this desk calls GPIB boards: what `gpib://0/22` (`GPIB0::22::INSTR`) leads through. */
  gpibBoards: query({
    needs: 'instruments:read',
    input: Nothing,
    output: z.array(GpibBoard),
  }),
  /**
   * Names the adapter of a board (`prologix://host:1234`, `prologix+serial:///dev/ttyUSB1`), or with null none. Refused while
   * an instrument is in use behind the board.
   */
  setGpibBoard: command({
    needs: 'instruments:manage',
    input: z.strictObject({
      board: z.number().int().min(0).max(31),
      adapter: z.string().trim().min(1).max(256).nullable(),
    }),
    output: z.object({ adapter: z.string().nullable() }),
    audit: ['board', 'adapter'],
  }),

  /** Min and max of a reading for each of `columns` equal parts of a time span, for drawing. NaN where nothing was read. */
  trend: query({
    needs: 'instruments:read',
    automatic: true,
    input: z.strictObject({
      id: Id,
      channel: ChannelNumber,
      quantity: QuantityName,
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
