import { z } from '#shared/schema.ts';
import { command, query, stream } from './declare.ts';
import { Nothing } from './nothing.ts';
import { TextFile } from './profiling.ts';
import { spanKinds } from './span-kinds.ts';

/** Deep mode: whether traces are kept. */
export const DeepState = z.object({
  on: z.boolean(),
  /** Since when, ms since 1970; and who switched it on, or `LABLINK_PROFILING`. */
  since: z.number().nullable(),
  by: z.string().nullable(),
  /** How many of each origin are kept at most. */
  keeps: z.number().int(),
  /** What it costs, of the exchange rate, as measured by `npm run bench -- profiling`: 0.06 for 6 %. */
  cost: z.number(),
});
export type DeepState = z.infer<typeof DeepState>;

export const TraceSummary = z.object({
  id: z.number().int(),
  /** Begun by a person at a window, or by the console itself. */
  origin: z.enum(['person', 'console']),
  at: z.number(),
  kind: z.enum([...spanKinds, 'window']),
  name: z.string(),
  /** ms from the beginning to the last end; null while it goes on. */
  ms: z.number().nullable(),
  spans: z.number().int(),
  failed: z.boolean(),
});
export type TraceSummary = z.infer<typeof TraceSummary>;

/** One span of a trace: a bar of the waterfall. */
export const TraceBar = z.object({
  id: z.number().int(),
  parent: z.number().int().nullable(),
  kind: z.enum([...spanKinds, 'window']),
  name: z.string(),
  /** ms after the beginning of the trace; what the window did before the call arrived is below 0. */
  startMs: z.number(),
  ms: z.number().nullable(),
  failed: z.boolean(),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
export type TraceBar = z.infer<typeof TraceBar>;

export const TraceWhole = z.object({
  ...TraceSummary.shape,
  bars: z.array(TraceBar).max(1000),
  dropped: z.number().int(),
});
export type TraceWhole = z.infer<typeof TraceWhole>;

export const TraceSearch = z.strictObject({
  /** Words that occur in names or attributes of any span, all of them; empty for every trace. */
  text: z.string().max(200),
  origin: z.enum(['person', 'console']).nullable(),
  /** Only those that took at least so long, ms. */
  slowerThanMs: z.number().min(0).nullable(),
  failedOnly: z.boolean(),
  limit: z.number().int().min(1).max(200),
});
export type TraceSearch = z.infer<typeof TraceSearch>;

/** What happened for one action, from the click to the wire and back. */
export const traces = {
  deep: stream({ needs: 'profiling:read', input: Nothing, output: DeepState }),
  /** Switches deep mode on or off. Off forgets the traces and leaves nothing running. */
  setDeep: command({
    needs: 'profiling:run',
    input: z.strictObject({ on: z.boolean() }),
    output: Nothing,
    audit: ['on'],
  }),
  /** Newest first. */
  list: query({
    needs: 'profiling:read',
    input: TraceSearch,
    output: z.object({ traces: z.array(TraceSummary).max(200), kept: z.number().int() }),
    automatic: true,
  }),
  /** One trace whole. Faults: TRACE_UNKNOWN when it was not kept, or has made room for newer ones. */
  one: query({
    needs: 'profiling:read',
    input: z.strictObject({ id: z.number().int() }),
    output: TraceWhole,
  }),
  /** The window says when it had the answer to one of its calls, and when it was painted, ms since 1970. */
  seen: query({
    needs: 'profiling:read',
    input: z.strictObject({ call: z.number().int(), receivedMs: z.number(), paintedMs: z.number() }),
    output: Nothing,
    automatic: true,
  }),
  /** The traces that fit a search as Chrome trace events (JSON): they open in Perfetto, chrome://tracing and speedscope. */
  export: query({ needs: 'profiling:read', input: TraceSearch, output: TextFile }),
};
