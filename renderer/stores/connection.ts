import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge, BridgeStatus } from '#renderer/bridge/bridge.ts';

export interface Connection {
  readonly status: BridgeStatus;
  /** Counts the connections of this window: what came over an earlier one is not known any more. */
  readonly epoch: number;
}

/** The way to the console as it is now. `close` ends the watching, not the bridge. */
export function openConnection(bridge: Bridge): { store: StoreApi<Connection>; close: () => void } {
  const { status } = bridge;
  const store = createStore<Connection>()(() => ({ status, epoch: status === 'open' ? 1 : 0 }));
  const close = bridge.subscribe(() => {
    const before = store.getState();
    const opened = bridge.status === 'open' && before.status !== 'open';
    store.setState({ status: bridge.status, epoch: before.epoch + (opened ? 1 : 0) });
  });
  return { store, close };
}
