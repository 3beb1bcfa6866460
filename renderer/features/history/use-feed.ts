import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useStores } from '#renderer/stores/context.ts';
import type { HistoryFilter } from '#shared/contract/history.ts';
import { type Feed, type FeedState, makeFeed } from './feed.ts';

const quietMs = 250;

/** The rows of a filter, and what happens meanwhile unless the list is held. Words are searched for once typing rests. */
export function useFeed(filter: HistoryFilter, held: boolean): readonly [Feed, FeedState] {
  const stores = useStores();
  const [feed] = useState(() => makeFeed(stores));
  const view = useStore(feed.store);
  const text = useQuiet(filter.text.trim());
  const { instrument, lane, kind, errors, slowerMs, operator, from, to, marked, tag } = filter;
  // Before the start: a screen that comes back does not begin with everything.
  useEffect(
    () => feed.ask({ text, instrument, lane, kind, errors, slowerMs, operator, from, to, marked, tag }),
    [feed, text, instrument, lane, kind, errors, slowerMs, operator, from, to, marked, tag],
  );
  useEffect(() => feed.start(), [feed]);
  useEffect(() => feed.hold(held), [feed, held]);
  return [feed, view];
}

/** The value once it has not changed for a while. */
function useQuiet(value: string): string {
  const [quiet, setQuiet] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(value), quietMs);
    return () => clearTimeout(timer);
  }, [value]);
  return quiet;
}
