import type { Stretch, TraceRow } from './rows.ts';

/**
 * What the whole waited for: at each moment, from the last end back to the beginning, the innermost bar that ended last before it.
 * Answers by bar with the stretches in which it held the whole up; bars that only ran beside others are not there.
 */
export function criticalPath(rows: readonly TraceRow[]): Map<number, Stretch[]> {
  const path = new Map<number, Stretch[]>();
  const within = new Map<number | null, TraceRow[]>();
  for (const row of rows) within.set(row.parent, [...(within.get(row.parent) ?? []), row]);

  /** Goes back through what is in one bar (null: in the trace), from `until` to `from`. */
  const walk = (id: number | null, from: number, until: number): void => {
    let at = until;
    const inside = (within.get(id) ?? []).toSorted((a, b) => b.endMs - a.endMs);
    while (at > from) {
      // What outlived the moment was not waited for to its end, only up to it.
      const last = inside
        .filter(({ startMs, endMs }) => startMs < at && endMs > from && endMs > startMs)
        .reduce<TraceRow | null>(
          (best, row) => (best === null || Math.min(row.endMs, at) > Math.min(best.endMs, at) ? row : best),
          null,
        );
      const end = last === null ? from : Math.min(last.endMs, at);
      if (id !== null && at > end) path.set(id, [{ from: end, to: at }, ...(path.get(id) ?? [])]);
      if (last === null) return;
      const begin = Math.max(last.startMs, from);
      walk(last.bar.id, begin, end);
      at = begin;
    }
  };
  const from = Math.min(...rows.map(({ startMs }) => startMs));
  const to = Math.max(...rows.map(({ endMs }) => endMs));
  if (rows.length > 0) walk(null, from, to);
  return path;
}
