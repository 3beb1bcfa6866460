import { contract } from '#shared/contract/index.ts';
import type { Timing } from '#shared/rpc/client-types.ts';
import { createClient } from '#shared/rpc/client.ts';
import type { Wire } from '#shared/rpc/wire.ts';
import type { Bridge, BridgeStatus } from './bridge.ts';
import type { Dial } from './dial.ts';

const firstPauseMs = 250;
const longestPauseMs = 4000;

/** The wire of a window that has none. */
const noWire: Wire = {
  send: () => undefined,
  buffered: 0,
  onMessage: () => undefined,
  onClose: (listener) => listener('it is not open yet'),
  close: () => undefined,
};

/**
 * Dials until the console answers, and again whenever the connection is lost, with pauses that double from 0.25 s to 4 s. A
 * refusal ends it. `timing`: what the calls of this window say of their time.
 */
export function keepConnected(dial: Dial, timing?: Timing & { setOn(on: boolean): void }): Bridge {
  let status: BridgeStatus = 'connecting';
  let client = createClient(contract, noWire);
  const listeners = new Set<() => void>();
  const become = (next: BridgeStatus): void => {
    if (next === status) return;
    status = next;
    for (const listener of listeners) listener();
  };
  const connect = async (pauseMs: number): Promise<void> => {
    const dialled = await dial();
    if (dialled.kind === 'refused') return become('refused');
    if (dialled.kind === 'unreachable') {
      become('lost');
      setTimeout(() => void connect(Math.min(2 * pauseMs, longestPauseMs)), pauseMs);
      return;
    }
    client = createClient(contract, dialled.wire, timing);
    become('open');
    dialled.wire.onClose(() => {
      become('lost');
      setTimeout(() => void connect(firstPauseMs), firstPauseMs);
    });
  };
  void connect(firstPauseMs);
  return {
    client: () => client,
    get status() {
      return status;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    timeCalls: (on) => timing?.setOn(on),
  };
}
