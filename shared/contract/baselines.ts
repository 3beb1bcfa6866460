import { z } from '#shared/schema.ts';
import { command, query, stream } from './declare.ts';
import { Nothing } from './nothing.ts';
import { TextFile, Verdict } from './profiling.ts';
import { working } from './work.ts';

const Id = z.string().regex(/^[\w.-]{1,120}$/u);

/** Baselines and reports that are kept at most. */
export const baselinesKept = 200;

/** What was measured where: a figure without this cannot be compared. */
export const Machine = z.object({
  cpu: z.string(),
  cores: z.number().int(),
  memory: z.number(),
  platform: z.string(),
  node: z.string(),
  version: z.string(),
});
export type Machine = z.infer<typeof Machine>;

/** `live`: the spans of a bench at work. `paths`: the ten critical paths, run for the purpose. */
export const baselineKinds = ['live', 'paths'] as const;

/** A set of measurements that is kept: a baseline, or the report of a run of the critical paths. */
export const BaselineSummary = z.object({
  id: Id,
  name: z.string(),
  kind: z.enum(baselineKinds),
  at: z.number(),
  machine: Machine,
  /** What went on meanwhile: `5 instruments at 10/s`. */
  load: z.string(),
  /** How many things it measured. */
  measured: z.number().int(),
  /** True for the one that the overview compares with. */
  reference: z.boolean(),
});
export type BaselineSummary = z.infer<typeof BaselineSummary>;

/**
 * A ratio of two medians or two 95th percentiles, new to old, with its interval. With the verdict `none` too little was measured for
 * an interval, and it goes from 0 to 1,000,000.
 */
export const Ratio = z.object({
  ratio: z.number(),
  low: z.number(),
  high: z.number(),
  verdict: Verdict,
});
export type Ratio = z.infer<typeof Ratio>;

export const ComparedRow = z.object({
  name: z.string(),
  /** ms; of the older and of the newer. */
  oldMedian: z.number(),
  newMedian: z.number(),
  oldP95: z.number(),
  newP95: z.number(),
  median: Ratio,
  p95: Ratio,
  verdict: Verdict,
});
export type ComparedRow = z.infer<typeof ComparedRow>;

export const Comparison = z.object({
  old: BaselineSummary,
  /** Null: the console as it is now. */
  new: BaselineSummary.nullable(),
  rows: z.array(ComparedRow).max(2000),
  /** Measured by only one of the two. */
  onlyOld: z.array(z.string()),
  onlyNew: z.array(z.string()),
  /** Ratios up to which there is no difference, of medians and of 95th percentiles: 1.1 for 10 % either way. */
  bands: z.object({ median: z.number(), p95: z.number() }),
  /** The test in words: resamples, confidence, band, correction. */
  test: z.string(),
  /** Differences between the two that make a comparison doubtful: another machine, another version of Node, another load. */
  doubts: z.array(z.string()),
});
export type Comparison = z.infer<typeof Comparison>;

/** One critical path as it was measured. Times in ms. */
export const PathRow = z.object({
  id: z.string(),
  name: z.string(),
  /** What it does, how durable it is, over how much data. */
  what: z.string(),
  count: z.number().int(),
  p50: z.number(),
  p95: z.number(),
  p99: z.number(),
  perSecond: z.number(),
  /** What was looked at to know that it really happened. */
  proof: z.string(),
});
export type PathRow = z.infer<typeof PathRow>;

export const PathsReport = z.object({ summary: BaselineSummary, rows: z.array(PathRow) });
export type PathsReport = z.infer<typeof PathsReport>;

/** Measurements that are kept, and what has become slower since. */
export const baselines = {
  list: query({
    needs: 'profiling:read',
    input: Nothing,
    output: z.object({
      baselines: z.array(BaselineSummary).max(baselinesKept),
      /** Names of files among them that cannot be read: cut short, altered, or of a newer version. */
      unreadable: z.array(z.string()).max(baselinesKept),
    }),
  }),
  /** Keeps the last ten minutes of every span under a name. Faults: NOTHING_MEASURED when there is too little of it, BASELINES_FULL. */
  save: command({
    needs: 'profiling:run',
    input: z.strictObject({ name: z.string().trim().min(1).max(80) }),
    output: BaselineSummary,
    audit: ['name'],
  }),
  remove: command({
    needs: 'profiling:run',
    input: z.strictObject({ id: Id }),
    output: Nothing,
    audit: ['id'],
  }),
  /** The baseline of kind `live` that the overview compares with from now on; null for none. */
  setReference: command({
    needs: 'profiling:run',
    input: z.strictObject({ id: Id.nullable() }),
    output: Nothing,
    audit: ['id'],
  }),
  /**
   * Two of a kind; `new` null: the console as it is now against a live one. Faults: BASELINE_UNKNOWN, BASELINES_DIFFER,
   * NOTHING_MEASURED.
   */
  compare: query({
    needs: 'profiling:read',
    input: z.strictObject({ old: Id, new: Id.nullable() }),
    output: Comparison,
  }),
  /**
   * Runs the ten critical paths on this PC, in a folder of their own, and keeps the report under a name. Ending the stream cancels.
   * Faults: OVERLOADED when they run already, BASELINES_FULL, DISK_FULL, FOLDER_UNWRITABLE.
   */
  runPaths: stream({
    needs: 'profiling:run',
    input: z.strictObject({ name: z.string().trim().min(1).max(80) }),
    output: working(PathsReport),
    audit: ['name'],
  }),
  /** The report of a run that is kept. Faults: BASELINE_UNKNOWN. */
  report: query({ needs: 'profiling:read', input: z.strictObject({ id: Id }), output: PathsReport }),
  /** The whole file, JSON. Faults: BASELINE_UNKNOWN. */
  export: query({ needs: 'profiling:read', input: z.strictObject({ id: Id }), output: TextFile }),
};
