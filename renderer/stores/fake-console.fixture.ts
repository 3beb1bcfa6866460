import type { Bridge, BridgeStatus } from '#renderer/bridge/bridge.ts';
import { type LabLinkContract, contract } from '#shared/contract/index.ts';
import type { FaultCode } from '#shared/faults.ts';
import { Fault } from '#shared/faults.ts';
import { createClient } from '#shared/rpc/client.ts';
import type { Client } from '#shared/rpc/client-types.ts';
import type { FromWindow } from '#shared/rpc/frames.ts';
import { Inbox } from '#shared/rpc/inbox.ts';
import type { Wire } from '#shared/rpc/wire.ts';

type Ask = Extract<FromWindow, { t: 'ask' }>;

/** Lets everything that was set off run to its end. */
export const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** A console of which the test plays the other end of the wire. Connections come and go as it says. */
export class FakeConsole {
  status: BridgeStatus = 'connecting';
  /** What the window has open on the connection as it is now. */
  readonly open = new Map<number, Ask>();
  /** Every call there ever was, as `domain.method`. */
  readonly asked: string[] = [];
  #inbox = new Inbox();
  #client: Client<LabLinkContract> = createClient(contract, this.#wire());
  /** Whether the window says when its calls were set off. */
  timed = false;
  readonly #listeners = new Set<() => void>();

  readonly bridge: Bridge;
  constructor() {
    const status = (): BridgeStatus => this.status;
    this.bridge = {
      client: () => this.#client,
      get status() {
        return status();
      },
      subscribe: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      timeCalls: (on) => {
        this.timed = on;
      },
    };
    this.#inbox.end('not open yet');
  }
  #wire(): Wire {
    const inbox = this.#inbox;
    return {
      send: (message) => {
        const frame = message as FromWindow;
        if (inbox !== this.#inbox) return;
        if (frame.t === 'ask') {
          this.open.set(frame.id, frame);
          this.asked.push(`${frame.domain}.${frame.method}`);
        } else if (frame.t === 'cancel') this.open.delete(frame.id);
      },
      buffered: 0,
      onMessage: (listener) => inbox.onMessage(listener),
      onClose: (listener) => inbox.onClose(listener),
      close: (why) => inbox.end(why),
    };
  }
  async connect(): Promise<void> {
    this.#inbox = new Inbox();
    this.#client = createClient(contract, this.#wire());
    this.#be('open');
    await settle();
  }
  async lose(): Promise<void> {
    this.open.clear();
    this.#inbox.end('the test');
    this.#be('lost');
    await settle();
  }
  #be(status: BridgeStatus): void {
    this.status = status;
    for (const listener of this.#listeners) listener();
  }
  /** How often a call or stream is open now. */
  count(name: string): number {
    return [...this.open.values()].filter(({ domain, method }) => `${domain}.${method}` === name).length;
  }
  #find(name: string): number {
    const found = [...this.open].filter(([, { domain, method }]) => `${domain}.${method}` === name).at(-1);
    if (found === undefined) throw new Error(`${name} is not open`);
    return found[0];
  }
  /** One item on the newest stream of this name. */
  async item(name: string, value: unknown): Promise<void> {
    this.#inbox.deliver({ t: 'item', id: this.#find(name), value });
    await settle();
  }
  async answer(name: string, value: unknown): Promise<void> {
    const id = this.#find(name);
    this.open.delete(id);
    this.#inbox.deliver({ t: 'value', id, value });
    await settle();
  }
  async fail(name: string, code: FaultCode): Promise<void> {
    const id = this.#find(name);
    this.open.delete(id);
    const { message, remedy, details } = new Fault(code, `The test says ${code}.`);
    this.#inbox.deliver({ t: 'fail', id, fault: { code, message, remedy, details } });
    await settle();
  }
}

/** An account state with these permissions. */
export const accountState = (permissions: readonly string[], waitMs = 0): unknown => ({
  phase: permissions.length > 0 ? 'signed-in' : 'signed-out',
  trouble: null,
  host: 'bench-04',
  version: '0.0.0',
  dataFolder: '~/lablink',
  user: null,
  permissions,
  waitMs,
});
