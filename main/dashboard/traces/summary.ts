import type { Trace } from '#main/profiling/trace.ts';
import type { TraceSummary, TraceWhole } from '#shared/contract/traces.ts';

/** From the first beginning to the last end, ms: what the window did counts. Null while something goes on. */
export function durationOf({ spans }: Trace): number | null {
  let [first, last] = [0, 0];
  for (const { startMs, ms } of spans) {
    if (ms === null) return null;
    first = Math.min(first, startMs);
    last = Math.max(last, startMs + ms);
  }
  return last - first;
}

/** A trace in one line. */
export function summaryOf(trace: Trace): TraceSummary {
  const { id, origin, at, spans } = trace;
  const { kind, name } = spans[0] ?? { kind: 'console', name: '' };
  return {
    id,
    origin,
    at,
    kind,
    name,
    ms: durationOf(trace),
    spans: spans.length,
    failed: spans.some(({ failed }) => failed),
  };
}

/** A trace with every span of it. */
export const wholeOf = (trace: Trace): TraceWhole => ({
  ...summaryOf(trace),
  bars: trace.spans.map((span) => ({ ...span, attributes: { ...span.attributes } })),
  dropped: trace.dropped,
});
