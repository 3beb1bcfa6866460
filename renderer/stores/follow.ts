import type { StoreApi } from 'zustand/vanilla';
import type { LabLinkContract } from '#shared/contract/index.ts';
import type { Permission } from '#shared/contract/permissions.ts';
import { type FaultShape, faultShape } from '#shared/faults.ts';
import type { Client } from '#shared/rpc/client-types.ts';
import type { Connection } from './connection.ts';

/** What a stream needs to know to run when it may. */
export interface World {
  readonly connection: StoreApi<Connection>;
  readonly client: () => Client<LabLinkContract>;
  /** What the person at this window may do now; a stream that needs more is not opened. */
  readonly permissions: StoreApi<ReadonlySet<Permission>>;
}

export interface Following<T> {
  /** Left out: open to anybody. */
  readonly needs?: Permission;
  readonly open: (client: Client<LabLinkContract>, signal: AbortSignal) => AsyncIterable<T>;
  readonly onItem: (item: T) => void;
  /** Nothing is known any more: the stream ended, with the fault that ended it, or may not run (null). */
  readonly onUnknown: (fault: FaultShape | null) => void;
  /** How long to wait before a stream that ended by itself is opened again, ms. */
  readonly againMs?: number;
}

/**
 * Keeps one stream of the console running for as long as it may run: opened anew on every new connection, closed and
 * forgotten when the connection or the permission is gone. Answers with what ends it for good.
 */
export function follow<T>(world: World, following: Following<T>): () => void {
  const { needs, againMs = 1000 } = following;
  let running: AbortController | null = null;
  let epoch = -1;

  const run = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      let fault: FaultShape | null = null;
      try {
        for await (const item of following.open(world.client(), signal)) {
          if (signal.aborted) return;
          following.onItem(item);
        }
      } catch (error) {
        fault = faultShape(error);
      }
      if (signal.aborted) return;
      following.onUnknown(fault);
      await pause(againMs, signal);
    }
  };
  const stop = (): void => {
    if (running === null) return;
    running.abort();
    running = null;
    following.onUnknown(null);
  };
  const check = (): void => {
    const connection = world.connection.getState();
    const may =
      connection.status === 'open' && (needs === undefined || world.permissions.getState().has(needs));
    if (!may || connection.epoch !== epoch) stop();
    if (!may || running !== null) return;
    epoch = connection.epoch;
    running = new AbortController();
    void run(running.signal);
  };

  const endings = [world.connection.subscribe(check), world.permissions.subscribe(check)];
  check();
  return () => {
    for (const end of endings) end();
    stop();
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
