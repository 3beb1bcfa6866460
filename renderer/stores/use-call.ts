import { useCallback, useEffect, useRef, useState } from 'react';
import { type FaultShape, faultShape } from '#shared/faults.ts';

export interface Call {
  readonly busy: boolean;
  /** Why the last one failed; null once another is tried. */
  readonly fault: FaultShape | null;
  /** Runs one call. Answers with null, and keeps the fault, when it fails; does nothing while another runs. */
  readonly run: <T>(work: () => Promise<T>) => Promise<T | null>;
  readonly clear: () => void;
}

/** One call at a time of a form or a dialog, with what became of it. */
export function useCall(): Call {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<FaultShape | null>(null);
  const running = useRef(false);
  const mounted = useRef(false);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);
  const run = useCallback(async <T>(work: () => Promise<T>): Promise<T | null> => {
    if (running.current) return null;
    running.current = true;
    setBusy(true);
    setFault(null);
    try {
      return await work();
    } catch (error) {
      if (mounted.current) setFault(faultShape(error));
      return null;
    } finally {
      running.current = false;
      if (mounted.current) setBusy(false);
    }
  }, []);
  const clear = useCallback(() => setFault(null), []);
  return { busy, fault, run, clear };
}
