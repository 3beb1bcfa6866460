import { narrows } from '#shared/history/matches.ts';
import type { HistoryList } from './list.ts';

/** What stands under the rows of a list: how far it was looked, and whether it goes on. */
export type ListEnd =
  | { readonly kind: 'loading' }
  /** The next page is fetched when this is scrolled to. */
  | { readonly kind: 'more' }
  /** A search has looked through its part of the history and stopped; the person decides whether it goes on. */
  | { readonly kind: 'searched-to'; readonly at: number | null }
  | { readonly kind: 'beginning' };

/**
 * A search looks through a bounded part at a time. While it finds something, it goes on by scrolling; once a whole part
 * had nothing, it stops and says how far it got: a word that is nowhere must not read the whole disk.
 */
export function listEnd(
  list: HistoryList,
  { lastFound, busy }: { readonly lastFound: number; readonly busy: boolean },
): ListEnd {
  if (busy || !list.loaded) return { kind: 'loading' };
  if (list.next === null) return { kind: 'beginning' };
  if (narrows(list.filter) && lastFound === 0) return { kind: 'searched-to', at: list.searchedTo };
  return { kind: 'more' };
}
