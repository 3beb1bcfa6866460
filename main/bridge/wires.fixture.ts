import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { maxInboundBytes, serverSocketWire } from '#main/shells/wire-socket.ts';
import { createClient } from '#shared/rpc/client.ts';
import type { Client } from '#shared/rpc/client-types.ts';
import { type Port, portWire } from '#shared/rpc/port-wire.ts';
import { type Socket, socketWire } from '#shared/rpc/socket-wire.ts';
import type { Wire } from '#shared/rpc/wire.ts';
import { Bench, contract, Seats, type TestContract, Trail } from './conformance.fixture.ts';
import type { Limits } from './limits.ts';
import { serveWire } from './serve.ts';

/** Two ends of a real transport. */
export interface Pair {
  readonly server: Wire;
  readonly client: Wire;
  /** Sends what the client's wire would never send: raw bytes, where the transport has bytes. */
  sendGarbage(garbage: unknown): void;
  /** The window stops reading, and reads again. */
  readonly pause?: () => void;
  readonly resume?: () => void;
  close(): Promise<void>;
}

export async function messagePortPair(): Promise<Pair> {
  const { port1, port2 } = new MessageChannel();
  const server = portWire(port1 as unknown as Port);
  const client = portWire(port2 as unknown as Port);
  return {
    server,
    client,
    sendGarbage: (garbage) => client.send(garbage),
    close: async () => {
      client.close('the test ends');
      server.close('the test ends');
    },
  };
}

export async function webSocketPair(): Promise<Pair> {
  const listening = new WebSocketServer({
    host: '127.0.0.1',
    port: 0,
    maxPayload: maxInboundBytes,
    perMessageDeflate: false,
  });
  await once(listening, 'listening');
  const accepted = once(listening, 'connection') as Promise<[WebSocket]>;
  const socket = new WebSocket(`ws://127.0.0.1:${(listening.address() as AddressInfo).port}`);
  // Before anything arrives.
  const client = socketWire(socket as unknown as Socket);
  const [[accepting]] = await Promise.all([accepted, once(socket, 'open')]);
  return {
    server: serverSocketWire(accepting),
    client,
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    sendGarbage: (garbage) =>
      garbage instanceof Uint8Array || typeof garbage === 'string'
        ? socket.send(garbage)
        : client.send(garbage),
    close: async () => {
      socket.terminate();
      accepting.terminate();
      listening.close();
      await once(listening, 'close');
    },
  };
}

/** One window on one wire, made anew for every test. */
export class TestWindow {
  readonly pair: Pair;
  readonly bench = new Bench();
  readonly seats = new Seats();
  readonly trail = new Trail();
  readonly mistakes: string[] = [];
  #client: Client<TestContract> | null = null;

  constructor(pair: Pair) {
    this.pair = pair;
  }
  get client(): Client<TestContract> {
    this.#client ??= createClient(contract, this.pair.client);
    return this.#client;
  }
  /** Serves the console's end, at the seat `desk`. */
  serve(limits: Partial<Limits> = {}): void {
    serveWire({
      contract,
      handlers: this.bench.handlers,
      wire: this.pair.server,
      caller: { seat: 'desk' },
      identities: this.seats,
      audit: this.trail,
      checkOutput: true,
      onMistake: (action) => this.mistakes.push(action),
      limits,
    });
  }
  /** Everything that arrives at a window that speaks frames by hand. */
  frames(): unknown[] {
    const frames: unknown[] = [];
    this.pair.client.onMessage((message) => frames.push(message));
    return frames;
  }
}

/** The conformance suite runs its tests over both wires, each with a window of its own: `w()`. */
export function overBothWires(tests: (w: () => TestWindow) => void): void {
  describe.each([
    ['MessagePort', messagePortPair],
    ['WebSocket', webSocketPair],
  ])('over a %s', (_, connect) => {
    let window: TestWindow;
    beforeEach(async () => {
      window = new TestWindow(await connect());
    });
    afterEach(() => window.pair.close());
    tests(() => window);
  });
}

/** What a fault with this code looks like. */
export const code = (fault: string): unknown => expect.objectContaining({ code: fault });
/** What a frame with these fields looks like. */
export const frame = (message: object): unknown => expect.objectContaining(message);
