import { AsyncLocalStorage } from 'node:async_hooks';
import { performance } from 'node:perf_hooks';
import type { SpanKind } from '#shared/contract/span-kinds.ts';

/** Traces kept of what people did, and as many of what the console did by itself: polls would push everything else out. */
export const tracesKept = 500;
/** Spans of one trace; what comes after is counted alone. */
const spansOfTrace = 1000;
/** What begins so long after the end of the whole is another matter, though it was set going by it (a link that is kept up), ms. */
const lateMs = 5000;

export type Attributes = Readonly<Record<string, string | number | boolean>>;
/** Who began it: a person at a window, or the console itself (a poll, an index step). */
export type Origin = 'person' | 'console';

/** One span of a trace. */
export interface TraceSpan {
  /** From 1 in its trace; the first is the whole. */
  readonly id: number;
  /** The span it is in; null for the first. */
  readonly parent: number | null;
  readonly kind: SpanKind | 'window';
  readonly name: string;
  /** ms after the beginning of the trace; of what a window says it did before, below 0. */
  readonly startMs: number;
  /** Null while it goes on. */
  ms: number | null;
  failed: boolean;
  readonly attributes: Attributes;
}

/** One action, from its beginning to its end, with everything that was done for it. */
export interface Trace {
  readonly id: number;
  readonly origin: Origin;
  /** ms since 1970, with fractions. */
  readonly at: number;
  /** On the clock of `performance.now()`. */
  readonly start: number;
  readonly spans: TraceSpan[];
  /** Spans that found no room. */
  dropped: number;
}

/** A place in a trace: what is done from here on is inside it. */
export interface Place {
  readonly trace: Trace;
  readonly span: number;
}

const storage = new AsyncLocalStorage<Place>();
let on = false;
let lastId = 0;
/** Traces up to this one are of an earlier time in which traces were kept: what still goes on in them is not kept. */
let forgotten = 0;
let kept: Record<Origin, Trace[]> = { person: [], console: [] };

/** True while traces are kept. */
export const tracing = (): boolean => on;

/** Begins to keep traces, or ends it and forgets them all: off again leaves nothing running. */
export function setTracing(value: boolean): void {
  on = value;
  forgotten = lastId;
  if (value) return;
  kept = { person: [], console: [] };
  storage.disable();
}

/** Where the code that asks is, in a trace; undefined where none is kept. What goes through a queue takes it along. */
export function here(): Place | undefined {
  if (!on) return undefined;
  const place = storage.getStore();
  return place !== undefined && place.trace.id > forgotten ? place : undefined;
}

/** Runs work at a place, after it came through a queue; outside of every trace when it has none. */
export const at = <T>(place: Place | undefined, work: () => T): T =>
  on ? storage.run(place as Place, work) : work();

/** A span that has ended, with times of `performance.now()`. Nothing without a place. */
export function addSpan(
  place: Place | undefined,
  span: {
    readonly kind: TraceSpan['kind'];
    readonly name: string;
    readonly start: number;
    readonly end: number;
    readonly failed?: boolean;
    readonly attributes?: Attributes;
  },
): void {
  if (!on || place === undefined || place.trace.id <= forgotten) return;
  const { kind, name, start, end, failed = false, attributes = {} } = span;
  const added = begun(place.trace, place.span, kind, name, start, attributes);
  if (added === null) return;
  added.ms = end - start;
  added.failed = failed;
}

function begun(
  trace: Trace,
  parent: number | null,
  kind: TraceSpan['kind'],
  name: string,
  start: number,
  attributes: Attributes,
): TraceSpan | null {
  const whole = trace.spans[0];
  if (whole !== undefined && whole.ms !== null && start - trace.start > whole.ms + lateMs) return null;
  if (trace.spans.length >= spansOfTrace) {
    trace.dropped++;
    return null;
  }
  const span: TraceSpan = {
    id: trace.spans.length + 1,
    parent,
    kind,
    name,
    startMs: start - trace.start,
    ms: null,
    failed: false,
    attributes,
  };
  trace.spans.push(span);
  return span;
}

/** Begins a trace; everything that `work` does, and what it calls, is inside it. Without tracing, work runs as it is. */
export function trace<T>(
  origin: Origin,
  kind: SpanKind,
  name: string,
  attributes: Attributes,
  work: () => T,
): T {
  if (!on) return work();
  const start = performance.now();
  const made: Trace = {
    id: ++lastId,
    origin,
    at: performance.timeOrigin + start,
    start,
    spans: [],
    dropped: 0,
  };
  const ring = kept[origin];
  ring.push(made);
  if (ring.length > tracesKept) ring.shift();
  return inside({ trace: made, span: 0 }, kind, name, attributes, work);
}

/** A span of the trace that the caller is in, around work. Without one, work runs as it is. */
export function traced<T>(kind: SpanKind, name: string, attributes: Attributes, work: () => T): T {
  const place = here();
  return place === undefined ? work() : inside(place, kind, name, attributes, work);
}

function inside<T>(
  { trace: whole, span: parent }: Place,
  kind: SpanKind,
  name: string,
  attributes: Attributes,
  work: () => T,
): T {
  const span = begun(whole, parent === 0 ? null : parent, kind, name, performance.now(), attributes);
  if (span === null) return work();
  const end = (failed: boolean): void => {
    span.ms = performance.now() - whole.start - span.startMs;
    span.failed = failed;
  };
  let result: T;
  try {
    result = storage.run({ trace: whole, span: span.id }, work);
  } catch (error) {
    end(true);
    throw error;
  }
  if (result instanceof Promise)
    result.then(
      () => end(false),
      () => end(true),
    );
  else end(false);
  return result;
}

/** The traces that are kept, newest first. */
export const keptTraces = (): readonly Trace[] =>
  [...kept.person, ...kept.console].toSorted((a, b) => b.at - a.at);
