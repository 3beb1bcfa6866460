import { createStore, type StoreApi } from 'zustand/vanilla';
import { useCallback, useEffect } from 'react';
import { useStore } from 'zustand';
import { useStores } from '#renderer/stores/context.ts';
import { useClient, usePermissions } from '#renderer/stores/hooks.ts';
import type { Stores } from '#renderer/stores/open-stores.ts';
import type { BaselineSummary } from '#shared/contract/baselines.ts';
import { usePaths } from './use-paths.ts';
import { type FaultShape, faultShape } from '#shared/faults.ts';

interface Kept {
  /** Newest first; null while it is not known. */
  readonly list: readonly BaselineSummary[] | null;
  /** Names of files among them that cannot be read. */
  readonly unreadable: readonly string[];
  readonly fault: FaultShape | null;
}
const nothing: Kept = { list: null, unreadable: [], fault: null };
const stores = new WeakMap<Stores, StoreApi<Kept>>();

function storeOf(window: Stores): StoreApi<Kept> {
  const known = stores.get(window) ?? createStore<Kept>()(() => nothing);
  stores.set(window, known);
  return known;
}

export interface Baselines extends Kept {
  /** The one of kind `live` that the overview compares with; null for none. */
  readonly reference: BaselineSummary | null;
  /** Asks anew: after a change. */
  readonly renew: () => Promise<void>;
}

/** The measurements that are kept: one list for everybody on the screen. */
export function useBaselines(): Baselines {
  const client = useClient();
  const store = storeOf(useStores());
  const kept = useStore(store);
  const renew = useCallback(async (): Promise<void> => {
    try {
      const { baselines, unreadable } = await client.baselines.list({});
      store.setState({ list: baselines.toSorted((a, b) => b.at - a.at), unreadable, fault: null });
    } catch (error) {
      store.setState({ ...nothing, fault: faultShape(error) });
    }
  }, [client, store]);
  return { ...kept, reference: kept.list?.find(({ reference }) => reference) ?? null, renew };
}

/**
 * Asks for the list when the screen opens, anew over a new connection, and when the report of a run is kept, whoever looks at it. For the
 * screen alone: one question for all.
 */
export function useBaselinesLoaded(): void {
  const { renew } = useBaselines();
  const store = storeOf(useStores());
  const may = usePermissions().has('profiling:read');
  useEffect(() => {
    if (may) void renew();
    else store.setState(nothing);
  }, [renew, may, store]);
  const { end } = usePaths();
  const reported = end?.what === 'report' ? end.report.summary.id : null;
  useEffect(() => {
    if (reported !== null) void renew();
  }, [renew, reported]);
}
