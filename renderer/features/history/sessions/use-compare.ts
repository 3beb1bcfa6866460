import { useEffect, useState } from 'react';
import { useClient } from '#renderer/stores/hooks.ts';
import type { history, WorkSession } from '#shared/contract/history.ts';
import { type FaultShape, faultShape } from '#shared/faults.ts';
import type { z } from '#shared/schema.ts';

export type Comparison = z.infer<(typeof history)['compare']['output']>;

interface Known {
  readonly of: string;
  readonly comparison: Comparison | null;
  readonly fault: FaultShape | null;
}

/** Two sessions line by line; `instrument` narrows both. */
export function useCompare(
  left: WorkSession,
  right: WorkSession,
  instrument: string | null,
): { readonly comparison: Comparison | null; readonly fault: FaultShape | null } {
  const client = useClient();
  const [known, setKnown] = useState<Known | null>(null);
  const of = `${left.id} ${left.last} ${right.id} ${right.last} ${instrument}`;
  useEffect(() => {
    const end = new AbortController();
    const [a, b] = [
      { from: left.id, to: left.last, instrument },
      { from: right.id, to: right.last, instrument },
    ];
    client.history.compare({ left: a, right: b }, { signal: end.signal }).then(
      (comparison) => setKnown({ of, comparison, fault: null }),
      (error: unknown) => {
        if (!end.signal.aborted) setKnown({ of, comparison: null, fault: faultShape(error) });
      },
    );
    return () => end.abort();
    // `of` stands for both sessions: a list that is read again has new objects of the same.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [client, of]);
  return known?.of === of ? known : { comparison: null, fault: null };
}
