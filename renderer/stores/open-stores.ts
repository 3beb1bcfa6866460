import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge } from '#renderer/bridge/bridge.ts';
import type { BackupState } from '#shared/contract/backups.ts';
import type { Instrument } from '#shared/contract/instruments.ts';
import type { Layout } from '#shared/contract/layouts.ts';
import type { Permission } from '#shared/contract/permissions.ts';
import type { SafetyState } from '#shared/contract/safety.ts';
import type { Health } from '#shared/contract/system.ts';
import type { DeepState } from '#shared/contract/traces.ts';
import { openActivity } from './activity.ts';
import { type AccountStore, openAccount } from './account.ts';
import { openConnection } from './connection.ts';
import { saidInstrument, saidSafety } from './said.ts';
import type { World } from './follow.ts';
import { type LiveInstruments, openLive } from './live.ts';
import { type Newest, openNewest } from './newest.ts';
import type { HistoryTotals } from './totals.ts';
import { openSelection, type Selection } from './selection.ts';
import { openSeen, type Seen } from './seen.ts';
import { openUi, type Ui } from './ui.ts';

/** Everything the window knows of the console, and what a person is about to do. */
export interface Stores extends World {
  readonly bridge: Bridge;
  readonly account: StoreApi<AccountStore>;
  readonly instruments: StoreApi<Newest<readonly Instrument[]>>;
  readonly live: LiveInstruments;
  readonly safety: StoreApi<Newest<SafetyState>>;
  readonly health: StoreApi<Newest<Health>>;
  readonly backups: StoreApi<Newest<BackupState>>;
  /** How the person arranges the bench, as it is kept. */
  readonly layouts: StoreApi<Newest<readonly Layout[]>>;
  /** Whether the console keeps traces. */
  readonly deep: StoreApi<Newest<DeepState>>;
  readonly totals: StoreApi<Newest<HistoryTotals>>;
  readonly selection: StoreApi<Selection>;
  readonly seen: StoreApi<Seen>;
  readonly ui: StoreApi<Ui>;
  close(): void;
}

/** Opens the stores over a bridge, once a window (`target`). Streams start by themselves when they may. */
export function openStores(bridge: Bridge, target: EventTarget): Stores {
  const connection = openConnection(bridge);
  const world: World = {
    connection: connection.store,
    client: () => bridge.client(),
    permissions: createStore<ReadonlySet<Permission>>()(() => new Set<Permission>()),
  };
  const account = openAccount(world);
  const safety = openNewest(world, {
    open: (client, signal) => client.safety.state({}, { signal }),
    heard: saidSafety,
  });
  const instruments = openNewest<readonly Instrument[]>(world, {
    needs: 'instruments:read',
    open: (client, signal) => client.instruments.list({}, { signal }),
    heard: (desk) => desk.map(saidInstrument),
  });
  const health = openNewest(world, {
    needs: 'system:read',
    open: (client, signal) => client.system.health({}, { signal }),
  });
  const backups = openNewest(world, {
    needs: 'backups:read',
    open: (client, signal) => client.backups.state({}, { signal }),
  });
  const layouts = openNewest<readonly Layout[]>(world, {
    needs: 'session:own',
    open: (client, signal) => client.layouts.list({}, { signal }),
  });
  const deep = openNewest(world, {
    needs: 'profiling:read',
    open: (client, signal) => client.traces.deep({}, { signal }),
  });
  deep.store.subscribe(({ value }) => bridge.timeCalls(value?.on ?? false));
  const live = openLive(world);
  const activity = openActivity(world, target);
  return {
    ...world,
    bridge,
    account: account.store,
    instruments: instruments.store,
    live,
    safety: safety.store,
    health: health.store,
    backups: backups.store,
    layouts: layouts.store,
    deep: deep.store,
    totals: activity.store,
    selection: openSelection(),
    seen: openSeen(),
    ui: openUi(),
    close() {
      for (const part of [
        activity,
        live,
        deep,
        layouts,
        backups,
        health,
        instruments,
        safety,
        account,
        connection,
      ])
        part.close();
    },
  };
}
