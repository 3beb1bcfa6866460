import { narrows } from '#shared/history/matches.ts';
import type { HistoryList } from './list.ts';

/** What stands under the rows of a list: how far it was looked, and whether it goes on. */
export type ListEnd =
  | { readonly kind: 'loading' }
  /** The next page is fetched when this is scrolled to. */
  | { readonly kind: 'more' }
  /** A search goes on by itself until it finds something; null where nothing was looked at yet. */
  | { readonly kind: 'searching'; readonly at: number | null }
  /** A search was cancelled; the person decides whether it goes on. */
  | { readonly kind: 'searched-to'; readonly at: number | null }
  | { readonly kind: 'beginning' };

/** A search goes on by itself while it finds nothing, and by scrolling once it has; it can be cancelled at any time. */
export function listEnd(
  list: HistoryList,
  { busy, cancelled }: { readonly busy: boolean; readonly cancelled: boolean },
): ListEnd {
  const searching = narrows(list.filter);
  if (busy && searching) return { kind: 'searching', at: list.searchedTo };
  if (busy || (!list.loaded && !cancelled)) return { kind: 'loading' };
  if (list.loaded && list.next === null) return { kind: 'beginning' };
  if (cancelled) return { kind: 'searched-to', at: list.searchedTo };
  return { kind: 'more' };
}
