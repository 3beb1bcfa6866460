import type { Origin, Trace } from '#main/profiling/trace.ts';
import { inLanes } from './lanes.ts';
import { summaryOf } from './summary.ts';

/** Spans of one file at most: it is made on the thread that talks to instruments. */
export const spansOfFile = 20_000;

const processes: Readonly<Record<Origin, { readonly pid: number; readonly name: string }>> = {
  person: { pid: 1, name: 'LabLink Console, begun by a person' },
  console: { pid: 2, name: 'LabLink Console, begun by itself' },
};

interface TraceEvent {
  readonly ph: 'X' | 'M';
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly [more: string]: unknown;
}

const metadata = (name: string, pid: number, tid: number, args: Record<string, unknown>): TraceEvent => ({
  ph: 'M',
  name,
  pid,
  tid,
  ts: 0,
  args,
});

/** Whole nanoseconds as microseconds: what ends together in ms ends together here. */
const micro = (ms: number): number => Math.round(ms * 1e6) / 1e3;

/**
 * Traces as Chrome trace events, the JSON object form: two processes (people, the console itself), and in them each trace as one thread,
 * or as several where work ran side by side. Times in microseconds after the earliest beginning.
 * source: Trace Event Format (Chromium project, docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU), "JSON Object
 * Format", "Complete Events", "Metadata Events".
 */
export function chromeTrace(traces: readonly Trace[], version: string): string {
  const taken: Trace[] = [];
  let spans = 0;
  for (const trace of traces) {
    if (spans + trace.spans.length > spansOfFile) break;
    spans += trace.spans.length;
    taken.push(trace);
  }
  const begins = (trace: Trace): number =>
    trace.start + trace.spans.reduce((first, { startMs }) => Math.min(first, startMs), 0);
  const zero = taken.reduce((first, trace) => Math.min(first, begins(trace)), Number.POSITIVE_INFINITY);
  const events: TraceEvent[] = [];
  for (const origin of ['person', 'console'] as const) {
    const own = taken.filter((trace) => trace.origin === origin).toSorted((a, b) => a.at - b.at);
    if (own.length === 0) continue;
    const { pid, name } = processes[origin];
    events.push(metadata('process_name', pid, 0, { name }));
    events.push(metadata('process_sort_index', pid, 0, { sort_index: pid }));
    let tid = 0;
    for (const trace of own) {
      const first = tid + 1;
      for (const event of eventsOf(trace, zero, pid, first)) {
        tid = Math.max(tid, event.tid);
        events.push(event);
      }
    }
  }
  return JSON.stringify({
    traceEvents: events,
    displayTimeUnit: 'ms',
    otherData: {
      console: version,
      // Microsecond 0 of the events.
      begins: Number.isFinite(zero) ? new Date(performance.timeOrigin + zero).toISOString() : null,
      traces: taken.length,
      tracesLeftOut: traces.length - taken.length,
    },
  });
}

function* eventsOf(trace: Trace, zero: number, pid: number, first: number): Generator<TraceEvent> {
  const { id, name } = summaryOf(trace);
  const named = new Set<number>();
  for (const { span, lane, ms } of inLanes(trace.spans)) {
    const tid = first + lane;
    if (!named.has(lane)) {
      named.add(lane);
      yield metadata('thread_name', pid, tid, { name: lane === 0 ? `#${id} ${name}` : `#${id}, beside it` });
      yield metadata('thread_sort_index', pid, tid, { sort_index: tid });
    }
    const ts = micro(trace.start - zero + span.startMs);
    yield {
      ph: 'X',
      name: span.name,
      cat: span.kind,
      pid,
      tid,
      ts,
      dur: Math.max(0, micro(trace.start - zero + span.startMs + ms) - ts),
      args: {
        ...span.attributes,
        ...(span.failed && { failed: true }),
        // It had not ended when the file was made: it is drawn up to the last end that was known.
        ...(span.ms === null && { unfinished: true }),
      },
    };
  }
}
