import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AccountState } from '#shared/contract/accounts.ts';
import type { Permission } from '#shared/contract/permissions.ts';
import { follow, type World } from './follow.ts';

export interface AccountStore {
  /** Null while it is not known where this window stands. */
  readonly state: AccountState | null;
  /** Epoch ms from which the next try is allowed; 0 when nothing has to be waited for. */
  readonly waitUntil: number;
}

/** Who sits at this window. Also sets `world.permissions`, which all other streams go by. */
export function openAccount(
  world: World,
  now: () => number = () => Date.now(),
): { store: StoreApi<AccountStore>; close: () => void } {
  const store = createStore<AccountStore>()(() => ({ state: null, waitUntil: 0 }));
  const put = (state: AccountState | null): void => {
    const waitMs = state?.waitMs ?? 0;
    // "Until now" would hold for up to a beat: what is drawn goes by a clock that stands still between its beats.
    store.setState({ state, waitUntil: waitMs === 0 ? 0 : now() + waitMs });
    const granted: readonly Permission[] = state?.permissions ?? [];
    const before = world.permissions.getState();
    if (granted.length !== before.size || granted.some((each) => !before.has(each)))
      world.permissions.setState(new Set(granted), true);
  };
  const close = follow(world, {
    open: (client, signal) => client.accounts.state({}, { signal }),
    onItem: put,
    onUnknown: () => put(null),
  });
  return { store, close };
}
