import { z } from '#shared/schema.ts';
import { query, stream } from './declare.ts';
import { spanKinds } from './span-kinds.ts';

export const windows = ['minute', 'tenMinutes', 'session'] as const;
/** Over what time numbers are taken: the last minute, the last ten minutes, or since the console started. */
export const Window = z.enum(windows);
export type Window = z.infer<typeof Window>;

/** A span, and an exchange of one instrument by its command: `MEAS:VOLT?`, without values. */
export const SpanKey = z.strictObject({
  kind: z.enum(spanKinds),
  name: z.string().max(200),
  instrument: z.string().max(100).nullable(),
});
export type SpanKey = z.infer<typeof SpanKey>;

/** What a comparison with a baseline shows. `none` where there is nothing to compare with, or too little of it. */
export const verdicts = ['slower', 'faster', 'same', 'none'] as const;
export const Verdict = z.enum(verdicts);
export type Verdict = z.infer<typeof Verdict>;

/** One row of what the console spends its time on. Times in ms, null where nothing happened in the window. */
export const SpanRow = z.object({
  key: SpanKey,
  /** The instrument's name as people know it, or null. */
  instrumentName: z.string().nullable(),
  count: z.number().int(),
  errors: z.number().int(),
  /** A second, over the window. */
  rate: z.number(),
  /** Total time of all of them over the window, ms: where the time goes. */
  totalMs: z.number(),
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
  max: z.number().nullable(),
  /** p95 of each slice of ten seconds over the last ten minutes, oldest first; null where nothing happened. */
  trend: z.array(z.number().nullable()),
  verdict: Verdict,
});
export type SpanRow = z.infer<typeof SpanRow>;

/** A thread of the console: `main`, `writer`, `reader`, ... */
export const ThreadFigures = z.object({
  name: z.string(),
  /** Part of the time in which its loop did something, 0 to 1, of the last seconds; null where it is not known yet. */
  utilisation: z.number().nullable(),
  /** Bytes of JavaScript heap in use, and its ceiling; null while the thread has not answered yet. */
  heapUsed: z.number().nullable(),
  heapLimit: z.number().nullable(),
  /** Part of one core that it used, of the last seconds. */
  cpu: z.number().nullable(),
});
export type ThreadFigures = z.infer<typeof ThreadFigures>;

/** Something that left its baseline or a limit. */
export const Alert = z.object({
  /** `baseline`: a span is slower than the reference; the others: a limit of the console itself. */
  kind: z.enum(['baseline', 'loop', 'memory', 'instrument']),
  key: SpanKey.nullable(),
  since: z.number(),
  /** What happened, and what to do, for a person. */
  message: z.string(),
  remedy: z.string(),
});
export type Alert = z.infer<typeof Alert>;

export const Overview = z.object({
  at: z.number(),
  startedAt: z.number(),
  loop: z.object({
    /** Lateness of main's event loop beyond its own interval over the last 10 s, ms. */
    p99Ms: z.number(),
    limitMs: z.number(),
    utilisation: z.number().nullable(),
  }),
  exchanges: z.object({
    rate: z.number(),
    /** What the busiest instrument's queue could take at its present wire time, exchanges a second; null while unknown. */
    capacity: z.number().nullable(),
    busiest: z.string().nullable(),
  }),
  /** The exchange with the highest p99 in the window. */
  slowest: z
    .object({
      key: SpanKey,
      instrumentName: z.string(),
      p99Ms: z.number(),
      over: z.boolean(),
    })
    .nullable(),
  memory: z.object({
    /** Resident bytes of the whole process, and what the machine has. */
    rss: z.number(),
    total: z.number(),
    external: z.number(),
    /** Part of the time spent collecting garbage in main, of the last 10 s. */
    gc: z.number(),
    gcP99Ms: z.number().nullable(),
  }),
  threads: z.array(ThreadFigures),
  /** Open files, sockets and timers, as far as the platform counts them. */
  handles: z.object({
    files: z.number().int().nullable(),
    sockets: z.number().int(),
    timers: z.number().int(),
  }),
  /** The 200 that took most time. */
  spans: z.array(SpanRow).max(200),
  alerts: z.array(Alert).max(50),
});
export type Overview = z.infer<typeof Overview>;

/** A histogram on logarithmic buckets: each entry is where the bucket begins, ms, where it ends, and how many fell into it. */
export const Bars = z.array(z.object({ from: z.number(), to: z.number(), count: z.number().int() }));
export type Bars = z.infer<typeof Bars>;

const Percentiles = z.object({
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
});

/** How one instrument answers. All times in ms. */
export const InstrumentFigures = z.object({
  instrument: z.string(),
  name: z.string(),
  /** The command that is shown; null for all of them together. */
  command: z.string().nullable(),
  commands: z
    .array(z.object({ command: z.string(), count: z.number().int(), p95: z.number().nullable() }))
    .max(300),
  exchanges: z.number().int(),
  /** Waiting for its turn, and on the wire. */
  queue: z.object({ bars: Bars, ...Percentiles.shape }),
  wire: z.object({ bars: Bars, ...Percentiles.shape }),
  /** By slices of ten seconds over the last ten minutes. */
  series: z.array(
    z.object({
      at: z.number(),
      queueP95: z.number().nullable(),
      wireP50: z.number().nullable(),
      wireP95: z.number().nullable(),
      count: z.number().int(),
    }),
  ),
  timeouts: z.number().int(),
  /** Exchanges that brought the link back into step after a fault, and new connections. */
  retries: z.number().int(),
  /** How far apart polls really are: the median, and half the distance between the 5th and the 95th percentile. */
  polls: z.object({ wantedMs: z.number(), medianMs: z.number().nullable(), jitterMs: z.number().nullable() }),
  /** What to change, with the reason in one sentence each; null where nothing needs to change or nothing is known. */
  advice: z.object({
    pollMs: z.object({ value: z.number(), why: z.string() }).nullable(),
    settleMs: z.object({ value: z.number(), why: z.string() }).nullable(),
    /** One sentence on what stands out, and one on what to do about it. */
    note: z.object({ what: z.string(), remedy: z.string() }).nullable(),
  }),
});
export type InstrumentFigures = z.infer<typeof InstrumentFigures>;

export const numberFormats = ['json', 'csv'] as const;

/** A file for the person to keep: its name, and its text. */
export const TextFile = z.object({ name: z.string(), text: z.string() });
export type TextFile = z.infer<typeof TextFile>;

/** Where the console's time goes. */
export const profiling = {
  /** Everything on the overview, once a second while it is watched. */
  overview: stream({
    needs: 'profiling:read',
    input: z.strictObject({ window: Window }),
    output: Overview,
  }),
  /** One instrument, every two seconds while it is watched. Faults: INSTRUMENT_UNKNOWN. */
  instrument: stream({
    needs: 'profiling:read',
    input: z.strictObject({
      instrument: z.string().max(100),
      command: z.string().max(200).nullable(),
      window: Window,
    }),
    output: InstrumentFigures,
  }),
  /** The numbers of every span in a window, with machine and versions, as JSON or CSV. */
  numbers: query({
    needs: 'profiling:read',
    input: z.strictObject({ window: Window, format: z.enum(numberFormats) }),
    output: TextFile,
  }),
};
