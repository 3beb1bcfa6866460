import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Stores } from '#renderer/stores/open-stores.ts';
import type { WorkProgress } from '#renderer/ui/work-words.ts';
import type { ProfileSummary, profileKinds } from '#shared/contract/profiles.ts';
import { type FaultShape, faultShape } from '#shared/faults.ts';

/** What is recorded. */
export interface RecordInput {
  readonly kind: (typeof profileKinds)[number];
  readonly seconds: number;
  /** None: all that run. */
  readonly threads: readonly string[];
}

export type RecordingEnd =
  | {
      readonly what: 'kept';
      readonly profiles: readonly ProfileSummary[];
      /** Threads of which there is none, and why. */
      readonly missed: readonly { readonly thread: string; readonly why: string }[];
    }
  | { readonly what: 'fault'; readonly fault: FaultShape }
  | { readonly what: 'cancelled' };

export interface Recording {
  /** What the key and the button record. */
  readonly wanted: RecordInput;
  /** What is being recorded; null: nothing. */
  readonly running: { readonly input: RecordInput; readonly progress: WorkProgress | null } | null;
  /** How the last one ended, until it is put aside or another begins. */
  readonly end: RecordingEnd | null;
  /** Counts the profiles that came, so that lists of them are read anew. */
  readonly kept: number;
}

/** The recordings of this window. One goes on when its screen is left: what is slow has to be caused somewhere else. */
export interface RecordingDesk {
  readonly store: StoreApi<Recording>;
  /** Does nothing while one runs. */
  start(): void;
  /** Ends it at the console as well, which keeps nothing of it. */
  cancel(): void;
  putAside(): void;
}

type World = Pick<Stores, 'permissions' | 'client'>;

/** Over the stores of a window: whoever may not record any more (signed out, locked) ends it. */
export function openRecording(world: World): RecordingDesk {
  const store = createStore<Recording>()(() => ({
    wanted: { kind: 'cpu', seconds: 10, threads: [] },
    running: null,
    end: null,
    kept: 0,
  }));
  let running: AbortController | null = null;
  const end = (how: RecordingEnd | null): void => {
    running = null;
    const { kept } = store.getState();
    store.setState({ running: null, end: how, kept: how?.what === 'kept' ? kept + 1 : kept });
  };
  world.permissions.subscribe((granted) => {
    if (granted.has('profiling:run')) return;
    running?.abort();
    end(null);
  });
  const run = async (mine: AbortController, input: RecordInput): Promise<void> => {
    try {
      const asked = { ...input, threads: [...input.threads] };
      for await (const item of world.client().profiles.record(asked, { signal: mine.signal })) {
        if (running !== mine) return;
        if (item.kind === 'progress') store.setState({ running: { input, progress: item.progress } });
        else end({ what: 'kept', ...item.result });
      }
      if (running === mine) end({ what: 'cancelled' });
    } catch (error) {
      if (running === mine) end({ what: 'fault', fault: faultShape(error) });
    }
  };
  return {
    store,
    start() {
      if (running !== null || !world.permissions.getState().has('profiling:run')) return;
      const input = store.getState().wanted;
      running = new AbortController();
      store.setState({ running: { input, progress: null }, end: null });
      void run(running, input);
    },
    cancel() {
      if (running === null) return;
      running.abort();
      end({ what: 'cancelled' });
    },
    putAside: () => store.setState({ end: null }),
  };
}

const desks = new WeakMap<Stores, RecordingDesk>();

/** The one of this window. */
export function recordingOf(stores: Stores): RecordingDesk {
  const known = desks.get(stores) ?? openRecording(stores);
  desks.set(stores, known);
  return known;
}
