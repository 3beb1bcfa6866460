import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Stores } from '#renderer/stores/open-stores.ts';
import type { WorkProgress } from '#renderer/ui/work-words.ts';
import type { backups, BackupVerdict } from '#shared/contract/backups.ts';
import { type FaultShape, faultShape } from '#shared/faults.ts';
import type { z } from '#shared/schema.ts';

type Stream = { readonly output: z.ZodType };
type ResultOf<S extends Stream> =
  Extract<z.infer<S['output']>, { kind: 'result' }> extends {
    result: infer R;
  }
    ? R
    : never;

/** What each kind of long work ends with. */
export interface JobResults {
  readonly backup: ResultOf<(typeof backups)['create']>;
  readonly verify: BackupVerdict;
  readonly compare: ResultOf<(typeof backups)['verifyAll']>;
  readonly drill: BackupVerdict;
  readonly restore: ResultOf<(typeof backups)['restore']>;
}
export type JobKind = keyof JobResults;

/** How a piece of long work of this window ended. */
export type JobEnd =
  | { readonly [K in JobKind]: { readonly what: K; readonly result: JobResults[K] } }[JobKind]
  | { readonly what: 'fault'; readonly of: JobKind; readonly fault: FaultShape }
  | { readonly what: 'cancelled'; readonly of: JobKind };

export interface Jobs {
  /** What this window has running at the console; null: nothing. */
  readonly job: {
    readonly what: JobKind;
    readonly title: string;
    readonly progress: WorkProgress | null;
  } | null;
  /** How the last one ended, until it is put aside or another begins. */
  readonly end: JobEnd | null;
}

type Item<R> =
  | { readonly kind: 'progress'; readonly progress: WorkProgress }
  | { readonly kind: 'result'; readonly result: R };

/** The long work of this window. It goes on when its screen or its dialog is left: a backup must not end because somebody looks at the bench. */
export interface JobDesk {
  readonly store: StoreApi<Jobs>;
  /** Does nothing while another runs. Keys are in `open` alone: nothing here keeps them. */
  start<K extends JobKind>(
    what: K,
    title: string,
    open: (signal: AbortSignal) => AsyncIterable<Item<JobResults[K]>>,
  ): void;
  /** Ends it at the console as well, which leaves nothing behind. */
  cancel(): void;
  putAside(): void;
}

/** Over the stores of a window: whoever may not look at backups any more (signed out, locked) leaves nothing on the screen. */
export function openJobs({ permissions }: Pick<Stores, 'permissions'>): JobDesk {
  const store = createStore<Jobs>()(() => ({ job: null, end: null }));
  let running: AbortController | null = null;
  const end = (how: JobEnd | null): void => {
    running = null;
    store.setState({ job: null, end: how });
  };
  permissions.subscribe((granted) => {
    if (granted.has('backups:read')) return;
    running?.abort();
    end(null);
  });
  return {
    store,
    start(what, title, open) {
      if (running !== null) return;
      const mine = new AbortController();
      running = mine;
      store.setState({ job: { what, title, progress: null }, end: null });
      void (async () => {
        try {
          for await (const item of open(mine.signal)) {
            if (running !== mine) return;
            if (item.kind === 'progress') store.setState({ job: { what, title, progress: item.progress } });
            // The kind and its result came in as one type parameter.
            else end({ what, result: item.result } as JobEnd);
          }
          if (running === mine) end({ what: 'cancelled', of: what });
        } catch (error) {
          if (running === mine) end({ what: 'fault', of: what, fault: faultShape(error) });
        }
      })();
    },
    cancel() {
      const { job } = store.getState();
      if (running === null || job === null) return;
      running.abort();
      end({ what: 'cancelled', of: job.what });
    },
    putAside: () => store.setState({ end: null }),
  };
}

const desks = new WeakMap<Stores, JobDesk>();

/** The one of this window. */
export function jobsOf(stores: Stores): JobDesk {
  const known = desks.get(stores) ?? openJobs(stores);
  desks.set(stores, known);
  return known;
}
