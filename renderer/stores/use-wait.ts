import { useStore } from 'zustand';
import { useStores } from './context.ts';
import { useNow } from './hooks.ts';

/** Whole seconds until the next try is allowed; 0 when it is. */
export function useWait(): number {
  const { account } = useStores();
  const until = useStore(account, ({ waitUntil }) => waitUntil);
  const now = useNow(1000);
  return Math.max(0, Math.ceil((until - now) / 1000));
}
