import { z } from '#shared/schema.ts';
import { command, query, stream } from './declare.ts';
import { Nothing } from './nothing.ts';
import { TextFile } from './profiling.ts';
import { working } from './work.ts';

export const profileKinds = ['cpu', 'heap'] as const;
/** Seconds of one recording at most. */
export const recordSeconds = 300;
/** UTF-16 code units of one profile that is imported or exported at most; what is longer stays on the disk. */
export const profileLength = 12 * 2 ** 20;
/** UTF-16 code units of one part of a profile that is imported: what one call may carry is less than a profile. */
export const partLength = 300_000;
/** Parts of one import at most. */
export const partsOfImport = Math.ceil(profileLength / partLength);

const Id = z.string().regex(/^[\w.-]{1,120}$/u);

/** A profile in the data folder: V8's samples of one thread over some seconds. */
export const ProfileSummary = z.object({
  id: Id,
  kind: z.enum(profileKinds),
  /** `main`, `writer`, ...; of an imported one, the name of its file. */
  thread: z.string(),
  imported: z.boolean(),
  at: z.number(),
  /** Null of a heap profile that came from elsewhere: it does not say. */
  seconds: z.number().nullable(),
  /** CPU: samples taken; heap: bytes sampled. */
  samples: z.number(),
  bytes: z.number(),
});
export type ProfileSummary = z.infer<typeof ProfileSummary>;

/** Where code comes from: it decides the colour of a frame. */
export const frameRooms = [
  'transports',
  'session',
  'drivers',
  'instruments',
  'history',
  'database',
  'backups',
  'accounts',
  'bridge',
  'profiling',
  'other',
  'packages',
  'node',
  'native',
  'gc',
  'idle',
] as const;
export const FrameRoom = z.enum(frameRooms);
export type FrameRoom = z.infer<typeof FrameRoom>;

/** One frame of a flame graph: a function called from the frame `parent`. Weight in ms (CPU) or bytes (heap). */
export const Frame = z.object({
  /** Index of the frame it was called from; -1 for the root, which is the first. */
  parent: z.number().int(),
  name: z.string(),
  room: FrameRoom,
  /** `main/session/create.ts:231`, or empty. */
  where: z.string(),
  self: z.number(),
  total: z.number(),
  /** The total in the profile it is compared with; null without one. A frame that is there alone has a total of 0 here. */
  totalThen: z.number().nullable(),
});
export type Frame = z.infer<typeof Frame>;

/** Frames at most of one flame graph. */
export const framesAtMost = 20_000;

/**
 * Frames by columns, all of one length: as objects, half as many would be more values than one message may have. `packFrames` and
 * `unpackFrames` (shared/profiles/) turn one into the other.
 */
export const FrameColumns = z.object({
  /** Names and places, each once. */
  texts: z.array(z.string()).max(2 * framesAtMost),
  parent: z.instanceof(Float64Array),
  /** Places in `texts`. */
  name: z.instanceof(Float64Array),
  where: z.instanceof(Float64Array),
  /** Places in `frameRooms`. */
  room: z.instanceof(Float64Array),
  self: z.instanceof(Float64Array),
  total: z.instanceof(Float64Array),
  totalThen: z.instanceof(Float64Array).nullable(),
});
export type FrameColumns = z.infer<typeof FrameColumns>;

export const Flame = z.object({
  profile: ProfileSummary,
  against: ProfileSummary.nullable(),
  /** Weight of everything, in ms or bytes, and how much of it is idle time. */
  total: z.number(),
  idle: z.number(),
  totalThen: z.number().nullable(),
  idleThen: z.number().nullable(),
  /** Frames under 1/2000 of everything but idle time (of both profiles, where there are two) are left out; this many. */
  hidden: z.number().int(),
  /** What cannot be told of these frames, for a person: their room in a packed program, say. Empty where everything can. */
  unknown: z.string(),
  /** At most `framesAtMost`. */
  frames: FrameColumns,
});
export type Flame = z.infer<typeof Flame>;

/** V8's profiles of the console's threads. */
export const profiles = {
  /**
   * Records the named threads for some seconds (`threads` empty: all that run) and keeps a profile of each. Ending the stream
   * stops it at once and keeps nothing. Faults: PROFILE_BUSY when one is being recorded already.
   */
  record: stream({
    needs: 'profiling:run',
    input: z.strictObject({
      kind: z.enum(profileKinds),
      seconds: z.number().min(1).max(recordSeconds),
      threads: z.array(z.string().max(40)).max(40),
    }),
    output: working(
      z.object({
        profiles: z.array(ProfileSummary),
        /** Threads of which there is no profile, and why, for a person. */
        missed: z.array(z.object({ thread: z.string(), why: z.string() })),
      }),
    ),
    audit: ['kind', 'seconds', 'threads'],
  }),
  /** Threads that can be recorded now, and the profiles that are kept (at most 100), newest first. */
  list: query({
    needs: 'profiling:read',
    input: Nothing,
    output: z.object({ threads: z.array(z.string()), profiles: z.array(ProfileSummary).max(100) }),
  }),
  /** A profile as a flame graph, alone or against another one of its kind. Faults: PROFILE_UNKNOWN, PROFILE_UNREADABLE. */
  flame: query({
    needs: 'profiling:read',
    input: z.strictObject({ id: Id, against: Id.nullable() }),
    output: Flame,
  }),
  /** The file as V8 wrote it: `.cpuprofile` or `.heapprofile`, for Chrome DevTools and speedscope. Faults: PROFILE_UNKNOWN, REPLY_TOO_LARGE. */
  export: query({ needs: 'profiling:read', input: z.strictObject({ id: Id }), output: TextFile }),
  /**
   * Hands over one part of a file that is to be imported, from part 0 on, in order, under a name that the window makes up. Kept in
   * memory for a minute. Faults: OVERLOADED, INPUT_INVALID when a part is missing.
   */
  importPart: query({
    needs: 'profiling:run',
    input: z.strictObject({
      upload: Id,
      part: z
        .number()
        .int()
        .min(0)
        .max(partsOfImport - 1),
      text: z.string().max(partLength),
    }),
    output: Nothing,
  }),
  /** Keeps the profile that was handed over. Faults: PROFILE_UNREADABLE, with what is wrong with it. */
  import: command({
    needs: 'profiling:run',
    input: z.strictObject({ name: z.string().min(1).max(200), upload: Id }),
    output: ProfileSummary,
    audit: ['name'],
  }),
  remove: command({
    needs: 'profiling:run',
    input: z.strictObject({ id: Id }),
    output: Nothing,
    audit: ['id'],
  }),
};
