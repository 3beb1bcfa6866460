import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { BridgeStatus } from '#renderer/bridge/bridge.ts';
import type { AccountState } from '#shared/contract/accounts.ts';
import type { BackupState } from '#shared/contract/backups.ts';
import type { LabLinkContract } from '#shared/contract/index.ts';
import type { Instrument, Live } from '#shared/contract/instruments.ts';
import type { Layout } from '#shared/contract/layouts.ts';
import type { Permission } from '#shared/contract/permissions.ts';
import type { SafetyState } from '#shared/contract/safety.ts';
import type { Health } from '#shared/contract/system.ts';
import type { Client } from '#shared/rpc/client-types.ts';
import { beat, onBeat } from './clock.ts';
import { useStores } from './context.ts';
import type { Seen } from './seen.ts';
import type { HistoryTotals } from './totals.ts';
import type { Ui } from './ui.ts';

const none: readonly Instrument[] = [];

/** Calls to the console, over the connection as it is now. Every call can reject with CONNECTION_LOST. */
export function useClient(): Client<LabLinkContract> {
  const stores = useStores();
  // A new connection has a new client.
  useStore(stores.connection, ({ epoch }) => epoch);
  return stores.bridge.client();
}
export function useConnection(): BridgeStatus {
  return useStore(useStores().connection, ({ status }) => status);
}
/** Where this window stands; null while that is not known. */
export function useAccount(): AccountState | null {
  return useStore(useStores().account, ({ state }) => state);
}
/** What the person at this window may do; nothing while signed out, locked or not connected. */
export function usePermissions(): ReadonlySet<Permission> {
  return useStore(useStores().permissions);
}
/** The instruments of the bench; none while the list is not known (see `useInstrumentsKnown`). */
export function useInstruments(): readonly Instrument[] {
  return useStore(useStores().instruments, ({ value }) => value ?? none);
}
/** False until the first list has arrived: an empty bench and an unknown one are different things. */
export function useInstrumentsKnown(): boolean {
  return useStore(useStores().instruments, ({ value }) => value !== null);
}
/** The live state of one instrument, followed while the component is mounted; null: unknown. */
export function useLive(id: string): Live | null {
  const { live } = useStores();
  useEffect(() => live.watch(id), [live, id]);
  return useStore(live.store, (map) => map[id] ?? null);
}
/** The latch, the last stop, and which outputs are on or unknown; null: unknown. */
export function useSafety(): SafetyState | null {
  return useStore(useStores().safety, ({ value }) => value);
}
export function useHealth(): Health | null {
  return useStore(useStores().health, ({ value }) => value);
}
/** Encrypted backups: what there is, what runs, and whether it can be got back; null: unknown. */
export function useBackups(): BackupState | null {
  return useStore(useStores().backups, ({ value }) => value);
}
/** How the person arranges the bench, as it is kept; null: unknown. */
export function useLayouts(): readonly Layout[] | null {
  return useStore(useStores().layouts, ({ value }) => value);
}
/** How much the history holds, asked for when a person is active; null: unknown. */
export function useTotals(): HistoryTotals | null {
  return useStore(useStores().totals, ({ value }) => value);
}
/** Epoch ms, renewed every `periodMs` for everybody at once. Ages on screen come from here. */
export function useNow(periodMs: number): number {
  const subscribe = useCallback((listener: () => void) => onBeat(periodMs, listener), [periodMs]);
  return useSyncExternalStore(subscribe, () => beat(periodMs));
}
/** The instrument chosen in the rail, and how to choose another. */
export function useSelection(): readonly [string | null, (id: string | null) => void] {
  const { selection } = useStores();
  return [
    useStore(selection, ({ instrument }) => instrument),
    (instrument) => selection.setState({ instrument }),
  ];
}
/** Which changes at the instruments have been seen at this window, and how to say that one has. */
export function useSeen(): readonly [Seen, (what: string, at: number) => void] {
  const { seen } = useStores();
  return [useStore(seen), (what, at) => seen.setState({ [what]: at })];
}
export function useUi(): Ui {
  return useStore(useStores().ui);
}
