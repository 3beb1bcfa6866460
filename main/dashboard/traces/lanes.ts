import type { TraceSpan } from '#main/profiling/trace.ts';

/** Two ends closer than this are one: sums of fractions of a millisecond are not exact, ms. */
const closeMs = 1e-6;

/** A span with the line that it is drawn on. */
export interface InLane {
  readonly span: TraceSpan;
  readonly lane: number;
  /** ms; of a span that goes on, up to the last end that is known. */
  readonly ms: number;
}

/**
 * Puts spans on as few lines as possible so that, on each line, two of them lie either apart or one inside the other: what trace
 * viewers ask of one thread. Work that runs beside other work gets a line of its own.
 */
export function inLanes(spans: readonly TraceSpan[]): readonly InLane[] {
  const lastEnd = Math.max(0, ...spans.map(({ startMs, ms }) => startMs + (ms ?? 0)));
  const lengthOf = ({ startMs, ms }: TraceSpan): number => ms ?? Math.max(0, lastEnd - startMs);
  // Of two that begin together the longer comes first: the other is inside it.
  const ordered = spans.toSorted((a, b) => a.startMs - b.startMs || lengthOf(b) - lengthOf(a) || a.id - b.id);
  const lanes: number[][] = [];
  const laneOf = new Map<number, number>();
  const placed: InLane[] = [];
  for (const span of ordered) {
    const ms = lengthOf(span);
    const end = span.startMs + ms;
    const takes = (lane: number): boolean => {
      const open = lanes[lane]!;
      while (open.length > 0 && open.at(-1)! <= span.startMs + closeMs) open.pop();
      return open.length === 0 || end <= open.at(-1)! + closeMs;
    };
    const parents = span.parent === null ? undefined : laneOf.get(span.parent);
    let lane = parents !== undefined && takes(parents) ? parents : lanes.findIndex((_, each) => takes(each));
    if (lane === -1) lane = lanes.push([]) - 1;
    lanes[lane]!.push(end);
    laneOf.set(span.id, lane);
    placed.push({ span, lane, ms });
  }
  return placed;
}
