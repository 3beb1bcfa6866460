import { useCallback, useEffect, useState } from 'react';
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
  /** What failed, once more. */
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
  /** The page that is asked for; a new object asks again. */
  const [asked, ask] = useState<{ readonly before: number | null }>({ before: null });
  useEffect(() => {
    const end = new AbortController();
    const { before } = asked;
    client.history.sessions({ before, limit: pageSessions }, { signal: end.signal }).then(
      ({ sessions, next }) =>
        setKnown(({ list }) => {
          const all = before === null ? sessions : [...list, ...sessions];
          return { list: all, next: all.length >= keptSessions ? null : next, loaded: true, fault: null };
        }),
      (error: unknown) => {
        if (!end.signal.aborted) setKnown((held) => ({ ...held, loaded: true, fault: faultShape(error) }));
      },
    );
    return () => end.abort();
  }, [client, asked]);
  const { next } = known;
  const more = useCallback(
    () => ask((last) => (next === null || last.before === next ? last : { before: next })),
    [next],
  );
  const again = useCallback(() => ask(({ before }) => ({ before })), []);
  return { list: known.list, loaded: known.loaded, fault: known.fault, more, again };
}
