import type { TraceBar } from '#shared/contract/traces.ts';

/** A bar of the waterfall in its place among the others. */
export interface TraceRow {
  readonly bar: TraceBar;
  /** From 0. */
  readonly depth: number;
  /** The row it is in; null for the outermost. */
  readonly parent: number | null;
  /** How many rows are in it, at any depth. */
  readonly inside: number;
  readonly startMs: number;
  /** Of a bar that goes on: the end of the trace as far as it is known. */
  readonly endMs: number;
  /** Time in which nothing that is in it happened, ms. */
  readonly selfMs: number;
}

/** A stretch of time, ms after the beginning of the trace. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** From the first beginning to the last end. */
export function extentOf(bars: readonly TraceBar[]): Stretch {
  let from = 0;
  let to = 0;
  for (const { startMs, ms } of bars) {
    from = Math.min(from, startMs);
    to = Math.max(to, startMs + (ms ?? 0));
  }
  return { from, to };
}

/** How much of a stretch is covered by others, which may overlap and reach beyond it; ms. */
function covered(whole: Stretch, parts: readonly Stretch[]): number {
  let sum = 0;
  let reached = whole.from;
  for (const { from, to } of parts.toSorted((a, b) => a.from - b.from)) {
    const begin = Math.max(from, reached);
    const end = Math.min(to, whole.to);
    if (end <= begin) continue;
    sum += end - begin;
    reached = end;
  }
  return sum;
}

/** Every bar under the one it is in, in the order of their beginnings. What is in nothing known is outermost. */
export function rowsOf(bars: readonly TraceBar[]): TraceRow[] {
  const { to } = extentOf(bars);
  const known = new Set(bars.map(({ id }) => id));
  const within = new Map<number | null, TraceBar[]>();
  for (const bar of bars.toSorted((a, b) => a.startMs - b.startMs || a.id - b.id)) {
    // What the window did is around the call, not in it. Only what began before can hold a bar: nothing is in itself.
    const held = bar.kind !== 'window' && bar.parent !== null && bar.parent < bar.id && known.has(bar.parent);
    const parent = held ? bar.parent : null;
    within.set(parent, [...(within.get(parent) ?? []), bar]);
  }
  const rows: TraceRow[] = [];
  const end = ({ startMs, ms }: TraceBar): number => (ms === null ? to : startMs + ms);
  const add = (bar: TraceBar, depth: number, parent: number | null): void => {
    const place = rows.length;
    const called = within.get(bar.id) ?? [];
    const whole = { from: bar.startMs, to: end(bar) };
    const parts = called.map((each) => ({ from: each.startMs, to: end(each) }));
    rows.push({
      bar,
      depth,
      parent,
      inside: 0,
      startMs: whole.from,
      endMs: whole.to,
      selfMs: Math.max(whole.to - whole.from - covered(whole, parts), 0),
    });
    for (const each of called) add(each, depth + 1, bar.id);
    rows[place] = { ...rows[place]!, inside: rows.length - place - 1 };
  };
  for (const bar of within.get(null) ?? []) add(bar, 0, null);
  return rows;
}

/** Without what is in a row that is closed. */
export function openRows(rows: readonly TraceRow[], closed: ReadonlySet<number>): TraceRow[] {
  const shown: TraceRow[] = [];
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]!;
    shown.push(row);
    if (closed.has(row.bar.id)) at += row.inside;
  }
  return shown;
}
