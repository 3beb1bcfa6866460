import { createStore, type StoreApi } from 'zustand/vanilla';
import { follow, type World } from '#renderer/stores/follow.ts';
import type { HistoryFilter, Mark } from '#shared/contract/history.ts';
import { type FaultShape, faultShape } from '#shared/faults.ts';
import { addPage, addTail, emptyList, emptyOf, type HistoryList, release, remark } from './list.ts';

/** Rows of one page. */
export const pageRows = 100;

export interface FeedState {
  readonly list: HistoryList;
  /** A page is under way. */
  readonly busy: boolean;
  /** A search was ended before it had found something; it goes on when it is asked to. */
  readonly cancelled: boolean;
  readonly fault: FaultShape | null;
}

/** The history as asked for: its newest page, older ones on request, and what happens meanwhile. */
export interface Feed {
  readonly store: StoreApi<FeedState>;
  /** Loads the newest page and follows what happens; answers with what ends both. */
  start(): () => void;
  /** Loads the rows that fit this filter; the tail follows under it. */
  ask(filter: HistoryFilter): void;
  /** While held, new rows are kept aside instead of being shown. */
  hold(held: boolean): void;
  /** Fetches older rows; a search goes on by itself until it finds some. */
  more(): void;
  /** Ends the search that goes on. What it has found stays. */
  cancel(): void;
  /** Shows what was just added to a row. */
  remark(seq: number, mark: Mark | null): void;
  /** Shows what waited; loads the list anew where that is not enough. */
  refresh(): void;
}

const same = (one: HistoryFilter, other: HistoryFilter): boolean =>
  (Object.keys(one) as (keyof HistoryFilter)[]).every((part) => one[part] === other[part]);

export function makeFeed(world: World): Feed {
  const store = createStore<FeedState>()(() => ({
    list: emptyList,
    busy: false,
    cancelled: false,
    fault: null,
  }));
  /** Of the question that is being answered: a late answer to an earlier one is dropped. */
  let asked: AbortController | null = null;
  let held = false;

  const fetchPage = async (before: number | null, signal: AbortSignal): Promise<void> => {
    store.setState({ busy: true, cancelled: false });
    try {
      for (let from = before; ; ) {
        const input = { ...store.getState().list.filter, before: from, limit: pageRows };
        const page = await world.client().history.page(input, { signal });
        if (signal.aborted) return;
        const { list } = store.getState();
        // A part with nothing in it is no answer yet.
        const goOn = page.rows.length === 0 && page.next !== null && page.next !== from;
        store.setState({ list: addPage(list, page), fault: null, busy: goOn });
        if (!goOn) return;
        from = page.next;
      }
    } catch (error) {
      if (!signal.aborted) store.setState({ fault: faultShape(error), busy: false });
    }
  };
  const load = (filter = store.getState().list.filter): void => {
    asked?.abort();
    asked = new AbortController();
    store.setState({ list: emptyOf(filter), cancelled: false, fault: null });
    void fetchPage(null, asked.signal);
  };
  /** Nothing holds the list any more: what waited is shown, and what was missed is fetched. */
  const catchUp = (): void => {
    if (held || asked === null) return;
    const { list } = store.getState();
    if (list.torn) load();
    else if (list.held.length > 0) store.setState({ list: release(list) });
  };
  const followTail = (): (() => void) => {
    let broken = false;
    return follow(world, {
      needs: 'history:read',
      open: (client, signal) => client.history.tail({}, { signal }),
      onItem: ({ rows, gap }) => {
        const tail = { rows, gap: gap || broken };
        broken = false;
        store.setState(({ list }) => ({ list: addTail(list, tail, held) }));
        catchUp();
      },
      // What happens until it runs again is not known here.
      onUnknown: () => {
        broken = true;
      },
    });
  };
  return {
    store,
    start() {
      const endTail = followTail();
      load();
      return () => {
        endTail();
        asked?.abort();
        asked = null;
      };
    },
    ask(filter) {
      const { list } = store.getState();
      if (same(list.filter, filter)) return;
      if (asked === null) store.setState({ list: emptyOf(filter) });
      else load(filter);
    },
    hold(hold) {
      held = hold;
      catchUp();
    },
    more() {
      const { busy, list } = store.getState();
      if (asked === null || busy) return;
      if (!list.loaded) load();
      else if (list.next !== null) void fetchPage(list.next, asked.signal);
    },
    cancel() {
      if (asked === null || !store.getState().busy) return;
      asked.abort();
      asked = new AbortController();
      store.setState({ busy: false, cancelled: true });
    },
    remark(seq, mark) {
      store.setState(({ list }) => ({ list: remark(list, seq, mark) }));
    },
    refresh() {
      const { list } = store.getState();
      if (list.torn) load();
      else store.setState({ list: release(list) });
    },
  };
}
