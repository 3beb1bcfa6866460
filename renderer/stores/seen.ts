import { createStore, type StoreApi } from 'zustand/vanilla';

/** By what was changed at an instrument (`instrument channel point`): the change that a person at this window has seen, epoch ms. */
export type Seen = Readonly<Record<string, number>>;

/** What was changed at the instruments, and has been seen here. It goes with the window. */
export const openSeen = (): StoreApi<Seen> => createStore<Seen>()(() => ({}));
