import { useStore } from 'zustand';
import { useStores } from '#renderer/stores/context.ts';
import { type PathsDesk, pathsDeskOf, type PathsRun } from './paths-run.ts';

/** The run of the ten critical paths of this window, and how to begin and end it. */
export function usePaths(): PathsRun & { readonly desk: PathsDesk } {
  const desk = pathsDeskOf(useStores());
  return { ...useStore(desk.store), desk };
}
