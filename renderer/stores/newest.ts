import { createStore, type StoreApi } from 'zustand/vanilla';
import { type Following, follow, type World } from './follow.ts';

/** The newest item of a stream; null while nothing is known: never an old value as if it were now. */
export interface Newest<T> {
  readonly value: T | null;
}

/** Follows a stream whose every item replaces the one before. */
export function openNewest<T>(
  world: World,
  following: Pick<Following<T>, 'needs' | 'open'> & {
    /** What is kept of an item: the item itself when left out. */
    readonly heard?: (item: T) => T;
  },
): { store: StoreApi<Newest<T>>; close: () => void } {
  const store = createStore<Newest<T>>()(() => ({ value: null }));
  const close = follow<T>(world, {
    ...following,
    onItem: (item) => store.setState({ value: following.heard?.(item) ?? item }),
    onUnknown: () => store.setState({ value: null }),
  });
  return { store, close };
}
