import { useState } from 'react';
import { useNow } from '#renderer/stores/hooks.ts';
import type { Sort } from '#renderer/ui/Table.tsx';
import type { SpanRow } from '#shared/contract/profiling.ts';
import { spanId, steadyOrder } from './order.ts';

/** How long rows keep their places while numbers change, ms: the time of one slice. */
const steadyMs = 10_000;

interface Kept {
  readonly about: string;
  readonly order: readonly string[];
}

/** The rows in an order that one can read: it is made anew with another sort, another `question`, and every ten seconds. */
export function useSteady(rows: readonly SpanRow[], sort: Sort, question: string): readonly SpanRow[] {
  const about = `${question} ${sort.column} ${sort.down} ${useNow(steadyMs)}`;
  const [kept, setKept] = useState<Kept>({ about: '', order: [] });
  const anew = kept.about !== about;
  const order = steadyOrder(kept.order, rows, sort, anew);
  // Drawn with what holds now; kept for the next drawing.
  if (anew || order.length !== kept.order.length || order.some((id, at) => id !== kept.order[at]))
    setKept({ about, order });
  const byId = new Map(rows.map((row) => [spanId(row.key), row]));
  return order.flatMap((id) => byId.get(id) ?? []);
}
