import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Stores } from '#renderer/stores/open-stores.ts';
import type { TraceSearch } from '#shared/contract/traces.ts';

/** How traces are looked at. It outlives the screen, not the window. */
export interface TracesView {
  readonly search: TraceSearch;
  /** The trace whose waterfall is shown; null: none is chosen. */
  readonly chosen: number | null;
  /** New traces wait. */
  readonly paused: boolean;
}

/** What a person did comes first: polls would push it out of sight. */
export const firstSearch: TraceSearch = {
  text: '',
  origin: 'person',
  slowerThanMs: null,
  failedOnly: false,
  limit: 200,
};

/** Whether a search leaves something out that is kept. */
export const narrowed = ({ text, slowerThanMs, failedOnly, origin }: TraceSearch): boolean =>
  text.trim() !== '' || slowerThanMs !== null || failedOnly || origin !== null;

const kept = new WeakMap<Stores, StoreApi<TracesView>>();

/** The one of this window. */
export function tracesViewOf(stores: Stores): StoreApi<TracesView> {
  const known =
    kept.get(stores) ??
    createStore<TracesView>()(() => ({ search: firstSearch, chosen: null, paused: false }));
  kept.set(stores, known);
  return known;
}

/** A time as it is typed, in ms: `50`, `1.5 s`, `200 us`. Null for nothing; undefined for what is no time. */
export function slowerOf(text: string): number | null | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const found = /^(\d{1,9}(?:[.,]\d{1,6})?)\s*(us|µs|ms|s)?$/iu.exec(trimmed);
  if (found === null) return undefined;
  const factor = { us: 0.001, µs: 0.001, s: 1000 }[found[2]?.toLowerCase() ?? ''] ?? 1;
  return Number(found[1]!.replace(',', '.')) * factor;
}
