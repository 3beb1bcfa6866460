import { useCallback, useEffect, useState } from 'react';
import { useClient } from '#renderer/stores/hooks.ts';
import type { Going, KeepingPolicy } from '#shared/contract/keeping.ts';
import { type FaultShape, faultShape } from '#shared/faults.ts';

export interface Policy {
  /** The one that is set; null until it is known. */
  readonly policy: KeepingPolicy | null;
  /** What a policy would take, and which one; null until that was asked. */
  readonly preview: { readonly of: KeepingPolicy; readonly going: readonly Going[] } | null;
  readonly busy: boolean;
  readonly fault: FaultShape | null;
  readonly ask: (of: KeepingPolicy) => void;
  readonly set: (policy: KeepingPolicy) => void;
  /** What was shown is no more: something has gone. */
  readonly forget: () => void;
}

/** The policy that is set, another one that is tried, and what it would take. */
export function usePolicy(): Policy {
  const client = useClient();
  const [policy, setPolicy] = useState<KeepingPolicy | null>(null);
  const [preview, setPreview] = useState<Policy['preview']>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<FaultShape | null>(null);
  const attempt = useCallback(async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setFault(null);
    try {
      await work();
    } catch (error) {
      setFault(faultShape(error));
    } finally {
      setBusy(false);
    }
  }, []);
  useEffect(() => {
    const end = new AbortController();
    client.keeping.policy({}, { signal: end.signal }).then(setPolicy, (error: unknown) => {
      if (!end.signal.aborted) setFault(faultShape(error));
    });
    return () => end.abort();
  }, [client]);
  const ask = useCallback(
    (of: KeepingPolicy) =>
      void attempt(async () => setPreview({ of, going: await client.keeping.preview({ policy: of }) })),
    [client, attempt],
  );
  const set = useCallback(
    (next: KeepingPolicy) =>
      void attempt(async () => {
        await client.keeping.setPolicy(next);
        setPolicy(next);
      }),
    [client, attempt],
  );
  const forget = useCallback(() => setPreview(null), []);
  return { policy, preview, busy, fault, ask, set, forget };
}
