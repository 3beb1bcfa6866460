import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import { WebSocket, WebSocketServer } from 'ws';
import { maxInboundBytes, serverSocketWire } from '#main/shells/wire-socket.ts';
import { anyone, command, query, stream } from '#shared/contract/declare.ts';
import { rolePermissions, type Role } from '#shared/contract/permissions.ts';
import { type Port, portWire } from '#shared/rpc/port-wire.ts';
import { type Socket, socketWire } from '#shared/rpc/socket-wire.ts';
import type { Wire } from '#shared/rpc/wire.ts';
import { z } from '#shared/schema.ts';
import type { AuditEntry, Call, Identities, Identity } from './caller.ts';
import type { Handlers } from './handlers.ts';
import { newest } from './sources.ts';

const Nothing = z.strictObject({});

/** A contract with one entry for everything a bridge has to do. */
export const contract = {
  test: {
    echo: query({
      needs: anyone('test'),
      input: z.strictObject({ value: z.unknown() }),
      output: z.unknown(),
    }),
    block: query({
      needs: anyone('test'),
      input: z.strictObject({ length: z.number().int().max(1e8) }),
      output: z.instanceof(Float32Array),
    }),
    /** Answers when its signal is aborted, or when the test says so. */
    hang: query({ needs: anyone('test'), input: Nothing, output: Nothing }),
    breaks: query({ needs: anyone('test'), input: Nothing, output: Nothing }),
    wrong: query({ needs: anyone('test'), input: Nothing, output: z.object({ n: z.number() }) }),
    automatic: query({ needs: 'instruments:read', automatic: true, input: Nothing, output: Nothing }),
    read: query({ needs: 'instruments:read', input: Nothing, output: z.string() }),
    set: command({
      needs: 'instruments:control',
      input: z.strictObject({ id: z.string(), secret: z.string(), value: z.number() }),
      output: z.object({ readBack: z.number() }),
      audit: ['id', 'value'],
    }),
    off: command({
      needs: 'instruments:control',
      input: Nothing,
      output: Nothing,
      audit: [],
      always: () => true,
    }),
    count: stream({ needs: anyone('test'), input: z.strictObject({ to: z.number() }), output: z.number() }),
    readings: stream({ needs: 'instruments:read', input: Nothing, output: z.number() }),
    failing: stream({ needs: anyone('test'), input: Nothing, output: z.number() }),
  },
  safety: {
    stop: command({ needs: anyone('test'), input: Nothing, output: Nothing, audit: [], emergency: true }),
  },
};
export type TestContract = typeof contract;

/** What the handlers saw, and what the test turns. */
export class Bench {
  readonly handlers: Handlers<TestContract>;
  readonly calls: string[] = [];
  readonly aborted: string[] = [];
  /** How many items were pulled from `count`. */
  pulled = 0;
  ended = 0;
  release: (() => void)[] = [];
  push: (value: number) => void = () => undefined;

  constructor() {
    const aborted = (name: string, { signal }: Call): Promise<Record<string, never>> =>
      new Promise((resolve) => {
        const done = (): void => resolve({});
        this.release.push(done);
        signal.addEventListener('abort', () => {
          this.aborted.push(name);
          done();
        });
      });
    const seen = (name: string): Record<string, never> => {
      this.calls.push(name);
      return {};
    };
    const bench = this;
    this.handlers = {
      test: {
        echo: ({ value }) => value,
        block: ({ length }) => Float32Array.from({ length }, (_, index) => index / 7),
        hang: (_, call) => {
          seen('hang');
          return aborted('hang', call);
        },
        breaks: () => {
          throw new Error('a secret of the inside');
        },
        wrong: () => ({ n: 'text' }) as never,
        automatic: () => seen('automatic'),
        read: (_, { who }) => who,
        set: ({ value }, { who }) => {
          seen(`set ${value} by ${who}`);
          return { readBack: value };
        },
        off: () => seen('off'),
        async *count({ to }) {
          try {
            for (let value = 1; value <= to; value++) {
              bench.pulled = value;
              yield value;
            }
          } finally {
            bench.ended++;
          }
        },
        readings: (_, { signal }) =>
          newest<number>(signal, (push) => {
            bench.push = push;
            return () => {
              bench.push = () => undefined;
              bench.ended++;
            };
          }),
        async *failing() {
          yield 1;
          throw new Error('a secret of the inside');
        },
      },
      safety: { stop: () => seen('stop') },
    };
  }
}

/** Accounts whose people the test moves. */
export class Seats implements Identities {
  readonly #seats = new Map<string, Identity>();
  readonly #listeners = new Set<(seat: string) => void>();
  readonly touched: string[] = [];
  /** When true, the accounts are out of order. */
  broken = false;

  sit(seat: string, role: Role | null, locked = false): void {
    if (role === null) this.#seats.delete(seat);
    else
      this.#seats.set(seat, {
        userId: role,
        name: `the ${role}`,
        role,
        locked,
        permissions: locked ? [] : rolePermissions[role],
      });
    for (const listener of this.#listeners) listener(seat);
  }
  get watchers(): number {
    return this.#listeners.size;
  }
  identify(seat: string): Identity | null {
    if (this.broken) throw new Error('out of order');
    return this.#seats.get(seat) ?? null;
  }
  onChange(listener: (seat: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  touch(seat: string): void {
    if (this.broken) throw new Error('out of order');
    this.touched.push(seat);
  }
}

/** An audit trail that a test can fill up, or hold. */
export class Trail {
  readonly entries: AuditEntry[] = [];
  full = false;
  held: Promise<void> | null = null;
  async record(entry: AuditEntry): Promise<void> {
    await this.held;
    if (this.full) throw new Error('disk full');
    this.entries.push(entry);
  }
}

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
