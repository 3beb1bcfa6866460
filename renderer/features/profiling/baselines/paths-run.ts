import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Stores } from '#renderer/stores/open-stores.ts';
import type { WorkProgress } from '#renderer/ui/work-words.ts';
import type { PathsReport } from '#shared/contract/baselines.ts';
import { type FaultShape, faultShape } from '#shared/faults.ts';

/** The run of the ten critical paths that this window began. */
export interface PathsRun {
  readonly running: { readonly name: string; readonly progress: WorkProgress | null } | null;
  /** How the last one ended, until it is put aside or another begins. */
  readonly end:
    | { readonly what: 'report'; readonly report: PathsReport }
    | { readonly what: 'fault'; readonly fault: FaultShape }
    | { readonly what: 'cancelled' }
    | null;
}

/** It goes on when its dialog or its screen is left: minutes of measuring must not end because somebody looks at the bench. */
export interface PathsDesk {
  readonly store: StoreApi<PathsRun>;
  /** Does nothing while it runs. */
  start(name: string): void;
  /** Ends it at the console as well, which keeps nothing of it. */
  cancel(): void;
  putAside(): void;
}

/** Over the stores of a window: whoever may not look any more (signed out, locked) leaves nothing on the screen. */
export function openPathsDesk({ permissions, bridge }: Pick<Stores, 'permissions' | 'bridge'>): PathsDesk {
  const store = createStore<PathsRun>()(() => ({ running: null, end: null }));
  let running: AbortController | null = null;
  const end = (how: PathsRun['end']): void => {
    running = null;
    store.setState({ running: null, end: how });
  };
  permissions.subscribe((granted) => {
    if (granted.has('profiling:read')) return;
    running?.abort();
    end(null);
  });
  const run = async (name: string, mine: AbortController): Promise<void> => {
    try {
      for await (const item of bridge.client().baselines.runPaths({ name }, { signal: mine.signal })) {
        if (running !== mine) return;
        if (item.kind === 'progress') store.setState({ running: { name, progress: item.progress } });
        else end({ what: 'report', report: item.result });
      }
      if (running === mine) end({ what: 'cancelled' });
    } catch (error) {
      if (running === mine) end({ what: 'fault', fault: faultShape(error) });
    }
  };
  return {
    store,
    start(name) {
      if (running !== null) return;
      running = new AbortController();
      store.setState({ running: { name, progress: null }, end: null });
      void run(name, running);
    },
    cancel() {
      if (running === null) return;
      running.abort();
      end({ what: 'cancelled' });
    },
    putAside: () => store.setState({ end: null }),
  };
}

const desks = new WeakMap<Stores, PathsDesk>();

/** The one of this window. */
export function pathsDeskOf(stores: Stores): PathsDesk {
  const known = desks.get(stores) ?? openPathsDesk(stores);
  desks.set(stores, known);
  return known;
}
