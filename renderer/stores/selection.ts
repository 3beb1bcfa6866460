import { createStore, type StoreApi } from 'zustand/vanilla';

export interface Selection {
  /** Id of the instrument that the person works with; null before the first choice. */
  readonly instrument: string | null;
}

/** What is chosen in the rail. It says nothing about whether the instrument still exists. */
export const openSelection = (): StoreApi<Selection> =>
  createStore<Selection>()(() => ({ instrument: null }));
