import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Stores } from '#renderer/stores/open-stores.ts';
import { everything, type HistoryFilter } from '#shared/contract/history.ts';

/** How the history is looked at. It outlives the screen, not the window, and is nobody else's. */
export interface HistoryView {
  /** As typed: its text is searched for when it has not changed for a moment. */
  readonly filter: HistoryFilter;
  /** The second row of filters is open. */
  readonly more: boolean;
  /** The details show bytes. */
  readonly bytes: boolean;
  /** The calendar is open; null: where there is room for it. */
  readonly calendar: boolean | null;
  /** The work sessions are open. */
  readonly sessions: boolean;
}

const fresh: HistoryView = { filter: everything, more: false, bytes: false, calendar: null, sessions: false };

interface Kept {
  readonly who: string;
  readonly view: StoreApi<HistoryView>;
}
const kept = new WeakMap<Stores, Kept>();

/** The view of whoever is signed in at this window; somebody else begins with everything. */
export function viewOf(stores: Stores): StoreApi<HistoryView> {
  const who = stores.account.getState().state?.user?.name ?? '';
  const known = kept.get(stores);
  if (known?.who === who) return known.view;
  const view = createStore<HistoryView>()(() => fresh);
  kept.set(stores, { who, view });
  return view;
}
