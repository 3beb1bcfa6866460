import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Live } from '#shared/contract/instruments.ts';
import { follow, type World } from './follow.ts';

export type LiveMap = Readonly<Record<string, Live>>;

/** The live state of instruments, each followed only while somebody looks at it. An id that is missing is unknown. */
export interface LiveInstruments {
  readonly store: StoreApi<LiveMap>;
  /** Looks at one; answers with what ends the looking. Many may look at once: one stream serves them all. */
  watch(id: string): () => void;
  close(): void;
}

export function openLive(world: World): LiveInstruments {
  const store = createStore<LiveMap>()(() => ({}));
  const watched = new Map<string, { watchers: number; readonly end: () => void }>();

  const forget = (id: string): void => {
    const { [id]: _gone, ...others } = store.getState();
    store.setState(others, true);
  };
  const begin = (id: string): (() => void) =>
    follow(world, {
      needs: 'instruments:read',
      open: (client, signal) => client.instruments.live({ id }, { signal }),
      onItem: (live) => store.setState({ [id]: live }),
      onUnknown: () => forget(id),
    });
  return {
    store,
    watch(id) {
      const entry = watched.get(id) ?? { watchers: 0, end: begin(id) };
      watched.set(id, entry);
      entry.watchers++;
      let watching = true;
      return () => {
        if (!watching) return;
        watching = false;
        if (--entry.watchers > 0) return;
        watched.delete(id);
        entry.end();
      };
    },
    close() {
      for (const { end } of watched.values()) end();
      watched.clear();
    },
  };
}
