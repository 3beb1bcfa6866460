import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HistoryTotals } from './totals.ts';
import type { World } from './follow.ts';
import type { Newest } from './newest.ts';

/** The idle lock counts from the last call of a seat, in minutes: this often is enough. */
const everyMs = 20_000;

/**
 * Tells the console that somebody is here: the first key or movement after a while asks for the totals of the history.
 * Looking at readings is work, and makes no call of its own; without this the console would lock under the technician's
 * hands. `target` is the window.
 */
export function openActivity(
  world: World,
  target: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>,
  now: () => number = () => performance.now(),
): { store: StoreApi<Newest<HistoryTotals>>; close: () => void } {
  const store = createStore<Newest<HistoryTotals>>()(() => ({ value: null }));
  let last = Number.NEGATIVE_INFINITY;
  const ask = (): void => {
    if (!world.permissions.getState().has('history:read') || now() - last < everyMs) return;
    last = now();
    world
      .client()
      .history.totals({})
      .then(
        (value) => store.setState({ value }),
        () => store.setState({ value: null }),
      );
  };
  const forget = world.permissions.subscribe((granted) => {
    if (granted.has('history:read')) return ask();
    last = Number.NEGATIVE_INFINITY;
    store.setState({ value: null });
  });
  const kinds = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;
  for (const kind of kinds) target.addEventListener(kind, ask, { passive: true });
  return {
    store,
    close() {
      forget();
      for (const kind of kinds) target.removeEventListener(kind, ask);
    },
  };
}
