import { useCallback, useState } from 'react';
import { type FaultShape, faultShape } from '#shared/faults.ts';

export interface Act {
  /** Why the last act failed; stays until the next one, or until it is put aside. */
  readonly fault: FaultShape | null;
  readonly pending: boolean;
  /** Runs something that may fail. Answers with what it gave, or null when it failed. */
  readonly run: <T>(work: () => Promise<T>) => Promise<T | null>;
  readonly forget: () => void;
}

/** One act of a person at a time, with its fault kept where it was asked for. */
export function useAct(): Act {
  const [fault, setFault] = useState<FaultShape | null>(null);
  const [pending, setPending] = useState(false);
  const run = useCallback(async <T>(work: () => Promise<T>): Promise<T | null> => {
    setPending(true);
    setFault(null);
    try {
      return await work();
    } catch (error) {
      setFault(faultShape(error));
      return null;
    } finally {
      setPending(false);
    }
  }, []);
  const forget = useCallback(() => setFault(null), []);
  return { fault, pending, run, forget };
}
