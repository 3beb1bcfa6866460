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

/** Everything but what is measured, and when: how the instrument stands. */
const standing = ({ periodMs: _p, channels, ...more }: Live): string =>
  JSON.stringify(
    [channels.map(({ readings: _r, overload: _o, ...held }) => held), more],
    (key, value: unknown) => (key === 'at' || key === 'pins' ? undefined : value),
  );

/**
 * Readings that come within so many ms are drawn together: those of twenty instruments cost as many drawings as those of one, and a
 * number that changes fourteen times a second is as fast as anybody reads. How an instrument stands is drawn at once: a field must not
 * show what was set before when the answer to setting it is there already.
 */
const togetherMs = 70;

export function openLive(world: World): LiveInstruments {
  const store = createStore<LiveMap>()(() => ({}));
  const watched = new Map<string, { watchers: number; readonly end: () => void }>();

  const coming = new Map<string, Live>();
  let told = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = (): void => {
    timer = undefined;
    told = performance.now();
    store.setState(Object.fromEntries(coming));
    coming.clear();
  };
  const stood = new Map<string, string>();
  const take = (id: string, live: Live): void => {
    coming.set(id, live);
    const stands = standing(live);
    if (stood.get(id) === stands)
      timer ??= setTimeout(tell, Math.max(0, told + togetherMs - performance.now()));
    else {
      stood.set(id, stands);
      clearTimeout(timer);
      tell();
    }
  };
  const forget = (id: string): void => {
    coming.delete(id);
    stood.delete(id);
    const { [id]: _gone, ...others } = store.getState();
    store.setState(others, true);
  };
  const begin = (id: string): (() => void) =>
    follow(world, {
      needs: 'instruments:read',
      open: (client, signal) => client.instruments.live({ id }, { signal }),
      onItem: (live) => take(id, live),
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
      clearTimeout(timer);
    },
  };
}
