import { useCallback, useEffect, useRef, useState } from 'react';
import { type FaultShape, faultShape } from '#shared/faults.ts';
import type { WorkProgress } from '#renderer/ui/work-words.ts';

type Item<R> =
  | { readonly kind: 'progress'; readonly progress: WorkProgress }
  | { readonly kind: 'result'; readonly result: R };

export interface Work<R> {
  readonly running: boolean;
  readonly progress: WorkProgress | null;
  /** Of the last time it ran to its end. */
  readonly result: R | null;
  readonly fault: FaultShape | null;
  /** It was ended by whoever began it. */
  readonly cancelled: boolean;
  readonly start: (open: (signal: AbortSignal) => AsyncIterable<Item<R>>) => void;
  readonly cancel: () => void;
}

interface State<R> {
  readonly progress: WorkProgress | null;
  readonly result: R | null;
  readonly fault: FaultShape | null;
  readonly cancelled: boolean;
  readonly running: boolean;
}
const idle = { progress: null, result: null, fault: null, cancelled: false, running: false } as const;

/** One piece of long work at a time. Leaving the screen, or Cancel, ends it at the console as well. */
export function useWork<R>(): Work<R> {
  const [state, setState] = useState<State<R>>(idle);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const start = useCallback((open: (signal: AbortSignal) => AsyncIterable<Item<R>>): void => {
    if (running.current !== null && !running.current.signal.aborted) return;
    const end = new AbortController();
    running.current = end;
    setState({ ...idle, running: true });
    void (async () => {
      let result: R | null = null;
      try {
        for await (const item of open(end.signal)) {
          if (end.signal.aborted) return;
          if (item.kind === 'result') result = item.result;
          else setState({ ...idle, running: true, progress: item.progress });
        }
        if (!end.signal.aborted) setState({ ...idle, result });
      } catch (error) {
        if (!end.signal.aborted) setState({ ...idle, fault: faultShape(error) });
      } finally {
        if (running.current === end) running.current = null;
      }
    })();
  }, []);
  const cancel = useCallback((): void => {
    if (running.current === null) return;
    running.current.abort();
    running.current = null;
    setState({ ...idle, cancelled: true });
  }, []);
  return { ...state, start, cancel };
}
