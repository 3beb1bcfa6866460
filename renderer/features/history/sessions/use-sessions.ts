import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient } from '#renderer/stores/hooks.ts';
import type { WorkSession } from '#shared/contract/history.ts';
import { type FaultShape, faultShape } from '#shared/faults.ts';

/** Sessions of one page; so many pages are kept at most. */
const pageSessions = 50;
const keptSessions = 2000;

export interface Sessions {
  readonly list: readonly WorkSession[];
  readonly loaded: boolean;
  readonly fault: FaultShape | null;
  /** Older ones. */
  readonly more: () => void;
  /** The newest anew. */
  readonly again: () => void;
}

interface Known {
  readonly list: readonly WorkSession[];
  readonly next: number | null;
  readonly loaded: boolean;
  readonly fault: FaultShape | null;
}
const nothing: Known = { list: [], next: null, loaded: false, fault: null };

/** Work sessions, newest first, page by page. */
export function useSessions(): Sessions {
  const client = useClient();
  const [known, setKnown] = useState<Known>(nothing);
  const asked = useRef<AbortController | null>(null);
  const busy = useRef(false);
  const ask = useCallback(
    async (before: number | null): Promise<void> => {
      if (before !== null && busy.current) return;
      asked.current?.abort();
      const end = new AbortController();
      asked.current = end;
      busy.current = true;
      try {
        const { sessions, next } = await client.history.sessions(
          { before, limit: pageSessions },
          { signal: end.signal },
        );
        if (end.signal.aborted) return;
        setKnown(({ list }) => {
          const all = before === null ? sessions : [...list, ...sessions];
          return { list: all, next: all.length >= keptSessions ? null : next, loaded: true, fault: null };
        });
      } catch (error) {
        if (!end.signal.aborted)
          setKnown((before_) => ({ ...before_, loaded: true, fault: faultShape(error) }));
      } finally {
        if (asked.current === end) busy.current = false;
      }
    },
    [client],
  );
  useEffect(() => {
    void ask(null);
    return () => asked.current?.abort();
  }, [ask]);
  const { next } = known;
  const more = useCallback(() => {
    if (next !== null) void ask(next);
  }, [ask, next]);
  const again = useCallback(() => void ask(null), [ask]);
  return { list: known.list, loaded: known.loaded, fault: known.fault, more, again };
}
