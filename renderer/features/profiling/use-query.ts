import { useCallback, useEffect, useState } from 'react';
import { type FaultShape, faultShape } from '#shared/faults.ts';

/** The answer to one question. */
export interface Queried<T> {
  /** Null until it has come. While another question is asked, the answer to the one before stays, marked `old`. */
  readonly value: T | null;
  readonly fault: FaultShape | null;
  /** A question is on its way. */
  readonly old: boolean;
  readonly again: () => void;
}

/** Asks once for each `question`, which stands in words for all that `ask` asks; null asks nothing. Leaving ends it. */
export function useQuery<T>(question: string | null, ask: (signal: AbortSignal) => Promise<T>): Queried<T> {
  const [got, setGot] = useState<{
    readonly question: string | null;
    readonly value: T | null;
    readonly fault: FaultShape | null;
  }>({ question: null, value: null, fault: null });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (question === null) return;
    const end = new AbortController();
    ask(end.signal).then(
      (value) => {
        if (!end.signal.aborted) setGot({ question, value, fault: null });
      },
      (error: unknown) => {
        if (!end.signal.aborted) setGot({ question, value: null, fault: faultShape(error) });
      },
    );
    return () => end.abort();
    // The question stands for `ask`, which is a new function at each drawing.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [question, turn]);
  const again = useCallback(() => setTurn((before) => before + 1), []);
  if (question === null) return { value: null, fault: null, old: false, again };
  return { value: got.value, fault: got.fault, old: got.question !== question, again };
}
