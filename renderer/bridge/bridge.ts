import type { LabLinkContract } from '#shared/contract/index.ts';
import type { Client } from '#shared/rpc/client-types.ts';
import { callTiming } from './call-timing.ts';
import { keepConnected } from './keep-connected.ts';
import { rememberInput } from './last-input.ts';
import { dialPort } from './port.ts';
import { dialSocket } from './socket.ts';

/**
 * `connecting`: not open yet. `open`: calls arrive. `lost`: it was open and is tried again by itself; calls reject with
 * CONNECTION_LOST until it is open. `refused`: this window has no right to connect and needs a link of its own; only
 * loading it with a new link helps.
 */
export type BridgeStatus = 'connecting' | 'open' | 'lost' | 'refused';

/** The window's way to the console, whichever shell it runs in. */
export interface Bridge {
  /**
   * The typed client of the connection as it is now. Ask again after every change to `open`: streams of a lost
   * connection have ended with CONNECTION_LOST and are opened anew on the new one. Calls made before it is open
   * reject with CONNECTION_LOST.
   */
  client(): Client<LabLinkContract>;
  readonly status: BridgeStatus;
  /** Called after every change of `status`; answers with what ends the subscription. */
  subscribe(listener: () => void): () => void;
  /** Whether the console is told when things happened in this window: while it keeps traces. */
  timeCalls(on: boolean): void;
}

/** Connects this window by the way of the shell it runs in: a port in Electron, a WebSocket in a browser. Call it once. */
export function connectBridge(): Bridge {
  const timing = callTiming({
    input: rememberInput(window),
    // The connection is gone, or the trace is: nothing is lost that anybody waits for.
    seen: (seen) =>
      void bridge
        .client()
        .traces.seen(seen)
        .catch(() => undefined),
  });
  const bridge = keepConnected(location.protocol === 'app:' ? dialPort : dialSocket, timing);
  return bridge;
}
