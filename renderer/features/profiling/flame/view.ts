import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Stores } from '#renderer/stores/open-stores.ts';

/** How profiles are looked at. It outlives the screen, not the window. */
export interface FlameSettings {
  /** The profile that is shown; null: the newest one of main. */
  readonly id: string | null;
  /** What it is compared with; null: nothing. */
  readonly against: string | null;
  readonly show: 'graph' | 'functions';
  /** Time in which the thread had nothing to do is drawn as well. */
  readonly idle: boolean;
  readonly search: string;
  /** The list of profiles is open where there is no room for it beside the graph. */
  readonly list: boolean;
}

const kept = new WeakMap<Stores, StoreApi<FlameSettings>>();

/** The one of this window. */
export function flameViewOf(stores: Stores): StoreApi<FlameSettings> {
  const known =
    kept.get(stores) ??
    createStore<FlameSettings>()(() => ({
      id: null,
      against: null,
      show: 'graph',
      idle: false,
      search: '',
      list: false,
    }));
  kept.set(stores, known);
  return known;
}
