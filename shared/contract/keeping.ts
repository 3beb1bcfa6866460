import { z } from '#shared/schema.ts';
import { command, query, stream } from './declare.ts';
import { Nothing } from './nothing.ts';
import { working } from './work.ts';

/** Kinds of data that are kept, each with an age and a size of its own. */
export const keptKinds = ['records', 'readings', 'recordings'] as const;
export const KeptKind = z.enum(keptKinds);
export type KeptKind = z.infer<typeof KeptKind>;

/** How long a kind is kept. Null: without end. */
export const Keep = z.strictObject({
  days: z.number().int().min(1).max(36_500).nullable(),
  bytes: z.number().int().min(1_000_000).nullable(),
});

/** What the console does when the disk of the data folder is (nearly) full. */
export const diskPolicies = ['refuse', 'go-on'] as const;

export const KeepingPolicy = z.strictObject({
  keep: z.strictObject({ records: Keep, readings: Keep, recordings: Keep }),
  /** A warning under this many free bytes. */
  warnBelow: z.number().int().min(0),
  /**
   * When nothing can be written. `refuse`: changing commands are refused (off and the emergency stop are not). `go-on`: they are
   * sent, counted, and the gap is written to the history as soon as it can be.
   */
  whenFull: z.enum(diskPolicies),
});
export type KeepingPolicy = z.infer<typeof KeepingPolicy>;

/** What a cut would take, of one kind. */
export const Going = z.object({
  kind: KeptKind,
  /** Rows of the table (records), blocks (readings), files (recordings). */
  rows: z.number().int(),
  /** About how much space that is. */
  bytes: z.number(),
  /** Epoch ms of what goes; null when nothing does. */
  from: z.number().nullable(),
  to: z.number().nullable(),
  /** Rows in the range that stay because they are pinned. */
  pinned: z.number().int(),
  /** The rule that takes it. */
  because: z.enum(['age', 'size', 'both']).nullable(),
});
export type Going = z.infer<typeof Going>;

/** A signed statement about the chain. */
export const SignedHead = z.object({
  at: z.number(),
  seq: z.number().int(),
  /** Hash of the chain at `seq`, hex. */
  hash: z.string(),
  /** Fingerprint of the Ed25519 key that signed it. */
  key: z.string(),
});
export type SignedHead = z.infer<typeof SignedHead>;

/** What retention left where rows were. */
export const Checkpoint = z.object({
  at: z.number(),
  who: z.string(),
  reason: z.string(),
  /** First and last row that went, and the hashes before and at the end of them, hex. */
  from: z.number().int(),
  to: z.number().int(),
  before: z.string(),
  hash: z.string(),
  pinned: z.number().int(),
  key: z.string(),
});
export type Checkpoint = z.infer<typeof Checkpoint>;

export const ChainVerdict = z.object({
  /** Rows that were recomputed. */
  rows: z.number().int(),
  holds: z.boolean(),
  /** The first row that does not hold, and why. */
  broken: z.object({ seq: z.number().int(), why: z.string() }).nullable(),
  /** Signatures that were checked, and those that do not fit. */
  heads: z.number().int(),
  checkpoints: z.number().int(),
  wrongSignatures: z.array(z.string()).max(100),
  /** The newest signed head that the chain still has; null when there is none. */
  signedTo: SignedHead.nullable(),
  /**
   * Readings and notes stand outside the chain: each row has a sum that finds a changed bit, and is no proof against anybody.
   * `unchecked`: rows of an older version without one.
   */
  values: z.object({
    rows: z.number().int(),
    unchecked: z.number().int(),
    problems: z.array(z.string()).max(50),
  }),
});
export type ChainVerdict = z.infer<typeof ChainVerdict>;

/** What came of a check of the file. */
export const IntegrityVerdict = z.object({
  ok: z.boolean(),
  problems: z.array(z.string()).max(50),
  /** Readings and notes of an older version: nobody can say whether they are as they were written. */
  unchecked: z.number().int(),
});
export type IntegrityVerdict = z.infer<typeof IntegrityVerdict>;

/** How the database is. */
export const DatabaseHealth = z.object({
  bytes: z.number(),
  walBytes: z.number(),
  /** Bytes inside the file that can be used again. */
  spareBytes: z.number(),
  /** Bytes by kind, about; null where it is not known. */
  byKind: z.object({ records: z.number(), readings: z.number(), recordings: z.number(), search: z.number() }),
  /** Bytes a day, of the last 7 days; null before the first day is over. */
  growthPerDay: z.number().nullable(),
  freeDisk: z.number().nullable(),
  /** Days until the disk is full at this growth; null when nobody can say. */
  fullInDays: z.number().nullable(),
  rows: z.number().int(),
  since: z.number().nullable(),
  /** Rows that the search index does not have yet. */
  unindexed: z.number().int(),
  writable: z.boolean(),
  warning: z.enum(['low', 'full']).nullable(),
  /** The slowest kinds of query since the start: name, how often, p50 and p99 in ms. */
  slowest: z
    .array(z.object({ name: z.string(), count: z.number().int(), p50Ms: z.number(), p99Ms: z.number() }))
    .max(20),
  /** The last integrity check; null when there was none since the start. */
  integrity: IntegrityVerdict.extend({ at: z.number() }).nullable(),
});
export type DatabaseHealth = z.infer<typeof DatabaseHealth>;

/** How long things are kept, whether they hold, and how the database is. */
export const keeping = {
  policy: query({ needs: 'history:read', input: Nothing, output: KeepingPolicy }),
  setPolicy: command({
    needs: 'history:keep',
    input: KeepingPolicy,
    output: Nothing,
    audit: ['keep', 'warnBelow', 'whenFull'],
  }),
  /** What the policy (or another, before it is set) would take now. Nothing is changed. */
  preview: query({
    needs: 'history:read',
    input: z.strictObject({ policy: KeepingPolicy.nullable() }),
    output: z.array(Going).max(keptKinds.length),
  }),
  /** Takes what the preview said, by the policy that is set, and gives the space back; the bench goes on. */
  apply: stream({
    needs: 'history:keep',
    input: z.strictObject({ reason: z.string().trim().max(200) }),
    output: working(
      z.object({ rows: z.number().int(), freedBytes: z.number(), checkpoints: z.array(Checkpoint).max(10) }),
    ),
    audit: ['reason'],
  }),
  /** Recomputes the chain from its beginning, with every signature; then holds readings and notes against their sums. */
  verify: stream({ needs: 'history:read', input: Nothing, output: working(ChainVerdict) }),
  /** Signed heads and checkpoints, newest first; at most 100 of each. */
  signatures: query({
    needs: 'history:read',
    input: Nothing,
    output: z.object({
      publicKey: z.string(),
      heads: z.array(SignedHead).max(100),
      checkpoints: z.array(Checkpoint).max(100),
    }),
  }),
  health: query({ needs: 'system:read', input: Nothing, output: DatabaseHealth, automatic: true }),
  /** SQLite's own check of the whole file and of its foreign keys, table by table, and the sums of readings and notes. */
  integrity: stream({ needs: 'system:read', input: Nothing, output: working(IntegrityVerdict) }),
};
