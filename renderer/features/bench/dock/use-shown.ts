import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useStores } from '#renderer/stores/context.ts';
import { useAccount, useLayouts } from '#renderer/stores/hooks.ts';
import { type BenchView, benchViewOf, type Shown, shownIn } from './bench-view.ts';

/** How the bench of this window is arranged, for whoever is signed in. */
export function useBenchView(): BenchView {
  const stores = useStores();
  // Somebody else has a view of their own.
  useAccount();
  return useStore(benchViewOf(stores));
}

/** The free layout that is on screen; null: Focus. */
export function useShown(): Shown | null {
  const layouts = useLayouts();
  const view = useBenchView();
  const { shown, drafts } = view;
  // The tree is the same for as long as the arrangement is.
  return useMemo(() => shownIn({ shown, drafts }, layouts), [shown, drafts, layouts]);
}

/** A free layout is to be shown, and which there are is not known yet. */
export function useShownIsComing(): boolean {
  const layouts = useLayouts();
  return useBenchView().shown !== null && layouts === null;
}
