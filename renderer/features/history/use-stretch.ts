import { useMemo, useState } from 'react';
import type { HistoryRow } from '#shared/contract/history.ts';
import { ends, extend, type Marked, setEnd, type StretchFacts, stretchFacts } from './stretch/stretch.ts';

export interface StretchState {
  readonly marked: Marked | null;
  readonly facts: StretchFacts | null;
  readonly has: (row: HistoryRow) => boolean;
  readonly extend: (selected: number | null, seq: number) => void;
  readonly setEnd: (end: 'begin' | 'end', seq: number | null) => void;
  readonly clear: () => void;
}

/** The stretch of the list that is being chosen. */
export function useStretch(rows: readonly HistoryRow[]): StretchState {
  const [marked, setMarked] = useState<Marked | null>(null);
  const facts = useMemo(() => (marked === null ? null : stretchFacts(marked, rows)), [marked, rows]);
  const range = marked === null ? null : ends(marked);
  return {
    marked,
    facts,
    has: ({ seq }) => range !== null && seq >= range.from && seq <= range.to,
    extend: (selected, seq) => setMarked(extend(marked, selected, seq)),
    setEnd: (end, seq) => {
      if (seq !== null) setMarked(setEnd(marked, end, seq));
    },
    clear: () => setMarked(null),
  };
}
