import { useCallback, useEffect, useRef, useState } from 'react';
import { useStores } from '#renderer/stores/context.ts';
import { follow } from '#renderer/stores/follow.ts';
import { type FaultShape, faultShape } from '#shared/faults.ts';
import { addPage, addTail, emptyList, type HistoryList, release } from './list.ts';
import { type ListEnd, listEnd } from './search.ts';

const pageRows = 100;

export interface HistoryQuestion {
  readonly text: string;
  readonly instrument: string | null;
  /** New rows are counted and kept aside instead of being shown. */
  readonly held: boolean;
}
export interface HistoryView {
  readonly list: HistoryList;
  readonly end: ListEnd;
  readonly fault: FaultShape | null;
  /** Fetches older rows. */
  readonly more: () => void;
  /** Shows what waited; loads the list anew where that is not enough. */
  readonly refresh: () => void;
}

/** The history as asked for: its newest page, older ones on request, and what happens meanwhile. */
export function useHistory({ text, instrument, held }: HistoryQuestion): HistoryView {
  const stores = useStores();
  const [list, setList] = useState(emptyList);
  const [busy, setBusy] = useState(false);
  const [lastFound, setLastFound] = useState(0);
  const [fault, setFault] = useState<FaultShape | null>(null);
  /** The question that is being answered; a late answer to another one is dropped. */
  const asked = useRef<AbortController | null>(null);
  const heldNow = useRef(held);
  useEffect(() => {
    heldNow.current = held;
  }, [held]);

  const fetchPage = useCallback(
    async (before: number | null, signal: AbortSignal): Promise<void> => {
      setBusy(true);
      try {
        const input = { before, limit: pageRows, text, instrument };
        const page = await stores.client().history.page(input, { signal });
        if (signal.aborted) return;
        setList((now) => addPage(now, page));
        setLastFound(page.rows.length);
        setFault(null);
      } catch (error) {
        if (!signal.aborted) setFault(faultShape(error));
      } finally {
        if (!signal.aborted) setBusy(false);
      }
    },
    [stores, text, instrument],
  );
  const load = useCallback((): void => {
    asked.current?.abort();
    asked.current = new AbortController();
    setList(emptyList);
    void fetchPage(null, asked.current.signal);
  }, [fetchPage]);

  useEffect(() => {
    load();
    return () => asked.current?.abort();
  }, [load]);

  // The tail knows neither the words nor the instrument: while something is searched for, new rows only count.
  const searching = text !== '' || instrument !== null;
  useEffect(() => {
    let broken = false;
    return follow(stores, {
      needs: 'history:read',
      open: (client, signal) => client.history.tail({}, { signal }),
      onItem: (item) => {
        const gap = item.gap || broken;
        broken = false;
        setList((now) => addTail(now, { rows: item.rows, gap }, searching || heldNow.current));
      },
      // What happens until it runs again is not known.
      onUnknown: () => {
        broken = true;
      },
    });
  }, [stores, searching]);

  const following = !held && !searching;
  const { torn, held: waiting } = list;
  useEffect(() => {
    if (!following) return;
    if (torn) load();
    else if (waiting.length > 0) setList(release);
  }, [following, torn, waiting.length, load]);

  const end = listEnd(list, { text, lastFound, busy });
  const { next } = list;
  const more = useCallback(() => {
    if (asked.current !== null && !busy && next !== null) void fetchPage(next, asked.current.signal);
  }, [busy, fetchPage, next]);
  const refresh = (): void => {
    if (searching || list.torn) load();
    else setList(release);
  };
  return { list, end, fault, more, refresh };
}
