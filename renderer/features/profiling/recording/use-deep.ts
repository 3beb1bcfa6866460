import { useStore } from 'zustand';
import { useStores } from '#renderer/stores/context.ts';
import type { DeepState } from '#shared/contract/traces.ts';

/** Whether traces are kept; null: not known. */
export const useDeep = (): DeepState | null => useStore(useStores().deep, ({ value }) => value);
