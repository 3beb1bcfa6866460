import { useEffect, useState } from 'react';
import type { LabLinkContract } from '#shared/contract/index.ts';
import type { Permission } from '#shared/contract/permissions.ts';
import type { FaultShape } from '#shared/faults.ts';
import type { Client } from '#shared/rpc/client-types.ts';
import { useStores } from './context.ts';
import { follow } from './follow.ts';

/** The newest item of a stream that a component follows. */
export interface Followed<T> {
  /** Null while nothing is known: nothing has come yet, or the stream ended. */
  readonly value: T | null;
  /** Why it ended; it is opened again every second. */
  readonly fault: FaultShape | null;
  /** The value answers the question that was asked before; the answer to this one is on its way. */
  readonly old: boolean;
}

/**
 * Follows a stream while the component is mounted. `question` says all that `open` asks, in any words: another question opens
 * another stream, and null follows none. The answer to the question before stays until the first item of the next one, marked `old`.
 */
export function useFollow<T>(
  question: string | null,
  needs: Permission,
  open: (client: Client<LabLinkContract>, signal: AbortSignal) => AsyncIterable<T>,
): Followed<T> {
  const stores = useStores();
  const [got, setGot] = useState<{
    readonly question: string | null;
    readonly value: T | null;
    readonly fault: FaultShape | null;
  }>({ question, value: null, fault: null });
  useEffect(() => {
    if (question === null) return;
    let wanted = true;
    const end = follow<T>(stores, {
      needs,
      open,
      onItem: (value) => setGot({ question, value, fault: null }),
      onUnknown: (fault) => {
        if (wanted) setGot({ question, value: null, fault });
      },
    });
    return () => {
      wanted = false;
      end();
    };
    // The question stands for `open`, which is a new function at each drawing.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [stores, question, needs]);
  if (question === null) return { value: null, fault: null, old: false };
  return { value: got.value, fault: got.fault, old: got.question !== question };
}
