import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Stores } from '#renderer/stores/open-stores.ts';

/**
 * What a window keeps under a key for whoever is signed in at it, while the panels that show it come and go. Somebody else begins with
 * what `begin` gives, and so does the same person later.
 */
export function keptByPerson<T>(begin: () => T): (stores: Stores, key: string) => StoreApi<T> {
  const kept = new WeakMap<Stores, { readonly who: string; readonly all: Map<string, StoreApi<T>> }>();
  return (stores, key) => {
    const who = stores.account.getState().state?.user?.name ?? '';
    const known = kept.get(stores);
    const { all } = known?.who === who ? known : { all: new Map<string, StoreApi<T>>() };
    if (known?.who !== who) kept.set(stores, { who, all });
    const store = all.get(key) ?? createStore<T>()(begin);
    all.set(key, store);
    return store;
  };
}
