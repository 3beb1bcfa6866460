import { useCallback, useEffect, useState } from 'react';
import { useClient, useNow, usePermissions } from '#renderer/stores/hooks.ts';
import type { DatabaseHealth } from '#shared/contract/keeping.ts';
import { type FaultShape, faultShape } from '#shared/faults.ts';

/** How the database and its disk are, asked for once a minute. Null until it is known. */
export function useDatabaseHealth(): {
  readonly health: DatabaseHealth | null;
  readonly fault: FaultShape | null;
  readonly again: () => void;
} {
  const client = useClient();
  const may = usePermissions().has('system:read');
  const minute = useNow(60_000);
  const [known, setKnown] = useState<{
    readonly health: DatabaseHealth | null;
    readonly fault: FaultShape | null;
  }>({
    health: null,
    fault: null,
  });
  const [asks, setAsks] = useState(0);
  useEffect(() => {
    if (!may) return;
    const end = new AbortController();
    client.keeping.health({}, { signal: end.signal }).then(
      (health) => setKnown({ health, fault: null }),
      (error: unknown) => {
        if (!end.signal.aborted) setKnown({ health: null, fault: faultShape(error) });
      },
    );
    return () => end.abort();
  }, [client, may, minute, asks]);
  const again = useCallback(() => setAsks((times) => times + 1), []);
  return { ...known, again };
}
