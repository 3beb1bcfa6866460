import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createClient } from '#shared/rpc/client.ts';
import type { Client } from '#shared/rpc/client-types.ts';
import {
  Bench,
  contract,
  messagePortPair,
  type Pair,
  Seats,
  type TestContract,
  Trail,
  webSocketPair,
} from './conformance.fixture.ts';
import type { Limits } from './limits.ts';
import { serveWire } from './serve.ts';

const code = (fault: string) => expect.objectContaining({ code: fault });
const frame = (message: unknown) => expect.objectContaining(message as object);

describe.each([
  ['MessagePort', messagePortPair],
  ['WebSocket', webSocketPair],
])('over a %s', (_, connect) => {
  let pair: Pair;
  let bench: Bench;
  let seats: Seats;
  let trail: Trail;
  let client: Client<TestContract>;
  let mistakes: string[];

  const serve = (limits: Partial<Limits> = {}): void => {
    serveWire({
      contract,
      handlers: bench.handlers,
      wire: pair.server,
      caller: { seat: 'desk' },
      identities: seats,
      audit: trail,
      checkOutput: true,
      onMistake: (action) => mistakes.push(action),
      limits,
    });
  };
  /** Everything that arrives at a window that speaks frames by hand. */
  const rawWindow = (): unknown[] => {
    const frames: unknown[] = [];
    pair.client.onMessage((message) => frames.push(message));
    return frames;
  };
  const start = (limits?: Partial<Limits>): void => {
    serve(limits);
    client = createClient(contract, pair.client);
  };

  beforeEach(async () => {
    pair = await connect();
    bench = new Bench();
    seats = new Seats();
    trail = new Trail();
    mistakes = [];
  });
  afterEach(() => pair.close());

  describe('calls', () => {
    test('answer with what the handler answered, each to its own', async () => {
      start();
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, value) =>
          client.test.echo({ value: { value, gap: undefined, nan: Number.NaN } }),
        ),
      );
      expect(answers).toStrictEqual(answers.map((_, value) => ({ value, gap: undefined, nan: Number.NaN })));
    });

    test('reach the handlers in the order in which they were made', async () => {
      start();
      seats.sit('desk', 'operator');
      await Promise.all(
        Array.from({ length: 50 }, (_, value) => client.test.set({ id: 'psu', secret: '', value })),
      );
      expect(bench.calls).toEqual(Array.from({ length: 50 }, (_, value) => `set ${value} by the operator`));
    });

    test('a 16 MB block crosses intact', async () => {
      start();
      const length = 4 * 1024 * 1024;
      const block = await client.test.block({ length });
      expect(block).toBeInstanceOf(Float32Array);
      expect(block.length).toBe(length);
      const expected = Float32Array.from({ length }, (_, index) => index / 7);
      expect(
        Buffer.compare(
          Buffer.from(block.buffer, block.byteOffset, block.byteLength),
          Buffer.from(expected.buffer),
        ),
      ).toBe(0);
    });

    test('a mistake of the console crosses as INTERNAL, without its text', async () => {
      start();
      const fault = await client.test.breaks({}).catch((error: unknown) => error);
      expect(fault).toEqual(code('INTERNAL'));
      expect(JSON.stringify(fault) + String(fault)).not.toContain('secret');
      await expect(client.test.wrong({})).rejects.toEqual(code('INTERNAL'));
      expect(mistakes).toEqual(['test.breaks', 'test.wrong']);
    });

    test('invalid input is refused with the field, and the handler is not reached', async () => {
      start();
      seats.sit('desk', 'operator');
      await expect(client.test.set({ id: 'psu', secret: '', value: 'x' as never })).rejects.toEqual(
        expect.objectContaining({ code: 'INPUT_INVALID', details: { field: 'value' } }),
      );
      await expect(client.test.set({ id: 'a', secret: '', value: Number.NaN })).rejects.toEqual(
        code('INPUT_INVALID'),
      );
      await expect(client.test.read({ more: 1 } as never)).rejects.toEqual(code('INPUT_INVALID'));
      expect(bench.calls).toEqual([]);
    });

    test('R-23: an input that is too large is refused', async () => {
      start({ inputBytes: 100_000 });
      await expect(client.test.echo({ value: 'x'.repeat(100_001) })).rejects.toEqual(code('INPUT_INVALID'));
      await expect(client.test.echo({ value: new Float64Array(20_000) })).rejects.toEqual(
        code('INPUT_INVALID'),
      );
      await expect(client.test.echo({ value: Array.from({ length: 20_000 }, () => 0) })).rejects.toEqual(
        code('INPUT_INVALID'),
      );
      expect(await client.test.echo({ value: 'x'.repeat(90_000) })).toHaveLength(90_000);
    });

    test('the signal gives up here and reaches the handler there', async () => {
      start();
      const stop = new AbortController();
      const call = client.test.hang({}, { signal: stop.signal });
      await vi.waitFor(() => expect(bench.calls).toEqual(['hang']));
      stop.abort();
      await expect(call).rejects.toEqual(code('CANCELLED'));
      await vi.waitFor(() => expect(bench.aborted).toEqual(['hang']));
      await expect(client.test.hang({}, { signal: stop.signal })).rejects.toEqual(code('CANCELLED'));
    });
  });

  describe('streams', () => {
    test('bring every item in order, then end', async () => {
      start();
      const items: number[] = [];
      for await (const item of client.test.count({ to: 300 })) items.push(item);
      expect(items).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
    });

    test('nothing is pulled that was not asked for', async () => {
      start();
      const reader = client.test.count({ to: 1e9 })[Symbol.asyncIterator]();
      await reader.next();
      await reader.next();
      // A call behind it has been there and back: whatever was to be pulled is pulled.
      await client.test.echo({ value: 1 });
      expect(bench.pulled).toBe(2);
      await reader.return?.();
    });

    test('leaving the loop ends the source', async () => {
      start();
      for await (const item of client.test.count({ to: 1e9 })) if (item === 3) break;
      await vi.waitFor(() => expect(bench.ended).toBe(1));
    });

    test('the signal ends a stream quietly, while it waits as well', async () => {
      start();
      seats.sit('desk', 'viewer');
      const stop = new AbortController();
      const reader = client.test.readings({}, { signal: stop.signal })[Symbol.asyncIterator]();
      const waiting = reader.next();
      await client.test.echo({ value: 1 });
      stop.abort();
      expect(await waiting).toEqual({ done: true, value: undefined });
      expect(await reader.next()).toEqual({ done: true, value: undefined });
      await vi.waitFor(() => expect(bench.ended).toBe(1));
    });

    test('a failing source ends with a fault, without its text', async () => {
      start();
      const items: number[] = [];
      const read = async (): Promise<void> => {
        for await (const item of client.test.failing({})) items.push(item);
      };
      await expect(read()).rejects.toEqual(code('INTERNAL'));
      expect(items).toEqual([1]);
    });

    test('R-23: a slow reader gets the newest reading, and nothing piles up for it', async () => {
      start();
      seats.sit('desk', 'viewer');
      const reader = client.test.readings({})[Symbol.asyncIterator]();
      const first = reader.next();
      await client.test.echo({ value: 1 });
      bench.push(0);
      await first;
      for (let value = 1; value <= 100_000; value++) bench.push(value);
      await client.test.echo({ value: 1 });
      expect(pair.server.buffered).toBeLessThan(1000);
      expect(await reader.next()).toEqual({ done: false, value: 100_000 });
      await reader.return?.();
    });

    test('R-23: credit beyond the bound is not given', async () => {
      serve();
      const frames = rawWindow();
      pair.client.send({ t: 'ask', id: 1, domain: 'test', method: 'count', input: { to: 1e9 }, credit: 32 });
      for (let more = 0; more < 5; more++) pair.client.send({ t: 'credit', id: 1, more: 32 });
      pair.client.send({ t: 'ask', id: 2, domain: 'test', method: 'echo', input: { value: 1 } });
      await vi.waitFor(() => expect(frames).toContainEqual(frame({ t: 'value', id: 2 })));
      expect(bench.pulled).toBeLessThanOrEqual(192);
      pair.client.send({ t: 'credit', id: 1, more: 33 });
      await vi.waitFor(() =>
        expect(frames.at(-1)).toEqual(frame({ t: 'fail', fault: code('INPUT_INVALID') })),
      );
    });
  });

  describe('the end of the wire', () => {
    test('aborts every call and ends every stream, on both sides', async () => {
      start();
      seats.sit('desk', 'viewer');
      const call = client.test.hang({});
      const reader = client.test.readings({})[Symbol.asyncIterator]();
      const waiting = reader.next();
      call.catch(() => undefined);
      waiting.catch(() => undefined);
      await client.test.echo({ value: 1 });
      expect(seats.watchers).toBe(1);
      pair.client.close('the window goes');
      await expect(call).rejects.toEqual(code('CONNECTION_LOST'));
      await expect(waiting).rejects.toEqual(code('CONNECTION_LOST'));
      await expect(client.test.echo({ value: 1 })).rejects.toEqual(code('CONNECTION_LOST'));
      await vi.waitFor(() => expect(bench.aborted).toEqual(['hang']));
      await vi.waitFor(() => expect(bench.ended).toBe(1));
      expect(seats.watchers).toBe(0);
    });

    test('the console closing it does the same', async () => {
      start();
      const call = client.test.hang({});
      call.catch(() => undefined);
      await client.test.echo({ value: 1 });
      pair.server.close('the console ends');
      await expect(call).rejects.toEqual(code('CONNECTION_LOST'));
      expect(bench.aborted).toEqual(['hang']);
    });
  });

  describe('R-17: garbage and unknown names get a fault, and nothing else happens', () => {
    test.each([
      ['a number', 7],
      ['nothing', undefined],
      ['null', null],
      ['text', 'ask'],
      ['bytes', Uint8Array.of(1, 2, 3)],
      ['many bytes', new Uint8Array(100_000).fill(0xdd)],
      ['an empty object', {}],
      ['an unknown kind', { t: 'value', id: 5, value: 1 }],
      ['a field too many', { t: 'ask', id: 5, domain: 'test', method: 'off', input: {}, more: 1 }],
      ['an id that is none', { t: 'ask', id: -5, domain: 'test', method: 'off', input: {} }],
      ['a name that is none', { t: 'ask', id: 5, domain: ['test'], method: 'off', input: {} }],
    ])('%s', async (_, garbage) => {
      serve();
      seats.sit('desk', 'administrator');
      const frames = rawWindow();
      pair.sendGarbage(garbage);
      await vi.waitFor(() => expect(frames).toEqual([frame({ t: 'fail', fault: code('INPUT_INVALID') })]));
      pair.client.send({ t: 'ask', id: 9, domain: 'test', method: 'echo', input: { value: 1 } });
      await vi.waitFor(() => expect(frames[1]).toEqual({ t: 'value', id: 9, value: 1 }));
      expect(bench.calls).toEqual([]);
      expect(trail.entries).toEqual([]);
      expect(mistakes).toEqual([]);
    });

    test.each([
      ['__proto__', 'toString'],
      ['constructor', 'name'],
      ['test', '__proto__'],
      ['test', 'constructor'],
      ['test', 'toString'],
      ['toString', 'call'],
      ['test', 'missing'],
      ['missing', 'echo'],
    ])('%s.%s', async (domain, method) => {
      serve();
      const frames = rawWindow();
      pair.client.send({ t: 'ask', id: 3, domain, method, input: {} });
      await vi.waitFor(() =>
        expect(frames).toEqual([frame({ t: 'fail', id: 3, fault: code('METHOD_UNKNOWN') })]),
      );
      expect(bench.calls).toEqual([]);
    });

    test('an id that is in use does not disturb the call that uses it', async () => {
      serve();
      const frames = rawWindow();
      const ask = { t: 'ask', id: 1, domain: 'test', method: 'hang', input: {} };
      pair.client.send(ask);
      pair.client.send(ask);
      pair.client.send({ t: 'nonsense', id: 1 });
      await vi.waitFor(() => expect(frames).toHaveLength(2));
      expect(frames).toEqual([frame({ t: 'fail', id: 0 }), frame({ t: 'fail', id: 0 })]);
      bench.release[0]?.();
      await vi.waitFor(() => expect(frames[2]).toEqual({ t: 'value', id: 1, value: {} }));
      expect(bench.calls).toEqual(['hang']);
    });

    test('cancel and credit for what does not run are nothing', async () => {
      serve();
      const frames = rawWindow();
      pair.client.send({ t: 'cancel', id: 77 });
      pair.client.send({ t: 'credit', id: 77, more: 1 });
      pair.client.send({ t: 'ask', id: 78, domain: 'test', method: 'echo', input: { value: 1 } });
      await vi.waitFor(() => expect(frames).toEqual([{ t: 'value', id: 78, value: 1 }]));
    });

    test('R-23: a window that sends nothing else is let go', async () => {
      serve({ garbage: 5 });
      const closed = new Promise((resolve) => pair.client.onClose(resolve));
      for (let each = 0; each < 5; each++) pair.sendGarbage({ garbage: each });
      await closed;
    });
  });

  describe('R-17: permission', () => {
    test('nobody, too little, locked: refused with the reason; the right one goes through', async () => {
      start();
      const set = () => client.test.set({ id: 'psu', secret: 'hush', value: 3 });
      await expect(set()).rejects.toEqual(code('PERMISSION_DENIED'));
      seats.sit('elsewhere', 'administrator');
      await expect(set()).rejects.toEqual(code('PERMISSION_DENIED'));
      seats.sit('desk', 'viewer');
      await expect(set()).rejects.toEqual(code('PERMISSION_DENIED'));
      expect(await client.test.read({})).toBe('the viewer');
      seats.sit('desk', 'operator', true);
      await expect(set()).rejects.toEqual(code('SESSION_LOCKED'));
      await expect(client.test.readings({})[Symbol.asyncIterator]().next()).rejects.toEqual(
        code('SESSION_LOCKED'),
      );
      expect(bench.calls).toEqual([]);
      seats.sit('desk', 'operator');
      expect(await set()).toEqual({ readBack: 3 });
      expect(bench.calls).toEqual(['set 3 by the operator']);
    });

    test.each([
      ['signed out', null, false, 'PERMISSION_DENIED'],
      ['locked', 'viewer', true, 'SESSION_LOCKED'],
    ] as const)('a stream ends when its reader is %s', async (_, role, locked, expected) => {
      start();
      seats.sit('desk', 'viewer');
      const reader = client.test.readings({})[Symbol.asyncIterator]();
      const open = client.test.count({ to: 1e9 })[Symbol.asyncIterator]();
      const first = reader.next();
      await open.next();
      bench.push(1);
      await first;
      const second = reader.next();
      second.catch(() => undefined);
      await client.test.echo({ value: 1 });
      seats.sit('another desk', null);
      seats.sit('desk', role, locked);
      bench.push(2);
      await expect(second).rejects.toEqual(code(expected));
      expect(bench.ended).toBe(1);
      expect(await open.next()).toEqual({ done: false, value: 2 });
      await open.return?.();
    });

    test('a stream that is revoked while nobody waits says so to whoever asks next', async () => {
      start();
      seats.sit('desk', 'viewer');
      const reader = client.test.readings({})[Symbol.asyncIterator]();
      const first = reader.next();
      await client.test.echo({ value: 1 });
      bench.push(1);
      await first;
      seats.sit('desk', null);
      await client.test.echo({ value: 1 });
      await expect(reader.next()).rejects.toEqual(code('PERMISSION_DENIED'));
      expect(await reader.next()).toEqual({ done: true, value: undefined });
    });

    test('a person at work puts off the idle lock; streams, automatic questions and refusals do not', async () => {
      start();
      await client.test.set({ id: '', secret: '', value: 1 }).catch(() => undefined);
      seats.sit('desk', 'operator');
      await client.test.automatic({});
      for await (const _ of client.test.count({ to: 3 }));
      expect(seats.touched).toEqual([]);
      await client.test.read({});
      await client.test.set({ id: '', secret: '', value: 1 });
      expect(seats.touched).toEqual(['desk', 'desk']);
    });
  });

  describe('limits', () => {
    test('R-23: so many calls and no more; the emergency stop is exempt', async () => {
      start({ running: 256 });
      const calls = Array.from({ length: 256 }, () => client.test.hang({}));
      await expect(client.test.echo({ value: 1 })).rejects.toEqual(code('OVERLOADED'));
      await expect(client.test.count({ to: 1 })[Symbol.asyncIterator]().next()).rejects.toEqual(
        code('OVERLOADED'),
      );
      await client.safety.stop({});
      expect(bench.calls.at(-1)).toBe('stop');
      for (const release of bench.release) release();
      await Promise.all(calls);
      expect(await client.test.echo({ value: 2 })).toBe(2);
    });

    test('R-23: a window that asks and does not read is not answered until it does', async () => {
      start({ running: 8, bufferedBytes: 10_000 });
      const buffered = vi.spyOn(pair.server, 'buffered', 'get').mockReturnValue(20_000);
      const answer = client.test.echo({ value: 1 });
      const items = client.test.count({ to: 5 })[Symbol.asyncIterator]();
      const item = items.next();
      await client.safety.stop({});
      await sleep(20);
      expect(bench.pulled).toBe(0);
      buffered.mockRestore();
      expect(await answer).toBe(1);
      expect((await item).value).toBe(1);
      await items.return?.();
    });
  });

  describe('R-3: the emergency stop', () => {
    test('needs no accounts, no history and no sign-in', async () => {
      start();
      trail.full = true;
      seats.broken = true;
      await client.safety.stop({});
      expect(bench.calls).toEqual(['stop']);
    });

    test('R-9: runs before it is recorded and answers without waiting for it', async () => {
      start();
      let free = (): void => undefined;
      trail.held = new Promise((resolve) => {
        free = resolve;
      });
      await client.safety.stop({});
      expect(bench.calls).toEqual(['stop']);
      expect(trail.entries).toEqual([]);
      free();
      await vi.waitFor(() => expect(trail.entries).toEqual([frame({ action: 'safety.stop', result: 'ok' })]));
    });
  });
});

test('R-1: the emergency stop runs in the tick in which its message arrives', () => {
  const bench = new Bench();
  let listener: (message: unknown) => void = () => undefined;
  serveWire({
    contract,
    handlers: bench.handlers,
    wire: {
      send: () => undefined,
      buffered: Number.MAX_SAFE_INTEGER,
      onMessage: (given) => {
        listener = given;
      },
      onClose: () => undefined,
      close: () => undefined,
    },
    caller: { seat: 'desk' },
    identities: new Seats(),
    audit: new Trail(),
  });
  listener({ t: 'ask', id: 1, domain: 'safety', method: 'stop', input: {} });
  expect(bench.calls).toEqual(['stop']);
});

describe('R-23: a WebSocket whose reader stands still', () => {
  let pair: Pair;
  let bench: Bench;
  let client: Client<TestContract>;
  const serve = (limits: Partial<Limits>): void => {
    const seats = new Seats();
    seats.sit('desk', 'viewer');
    const { handlers } = bench;
    serveWire({
      contract,
      handlers,
      wire: pair.server,
      caller: { seat: 'desk' },
      identities: seats,
      audit: new Trail(),
      limits,
    });
    client = createClient(contract, pair.client);
  };
  beforeEach(async () => {
    pair = await webSocketPair();
    bench = new Bench();
  });
  afterEach(() => pair.close());

  test('is owed a few blocks at the most, and gets every one when it reads again', async () => {
    const length = 1024 * 1024;
    serve({ bufferedBytes: 1024 * 1024 });
    await client.test.echo({ value: 1 });
    pair.pause?.();
    const blocks = Array.from({ length: 12 }, () => client.test.block({ length }));
    // Until the sockets of both sides are full and it shows here.
    await vi.waitFor(() => expect(pair.server.buffered).toBeGreaterThan(1024 * 1024), { timeout: 10_000 });
    await sleep(50);
    expect(pair.server.buffered).toBeLessThan(6 * 1024 * 1024);
    pair.resume?.();
    for (const block of await Promise.all(blocks)) expect(block.length).toBe(length);
  });

  test('and goes on asking is let go', async () => {
    serve({ bufferedBytes: 1024 * 1024, stuckBytes: 2 * 1024 * 1024 });
    await client.test.echo({ value: 1 });
    const closed = new Promise<string>((resolve) => pair.server.onClose(resolve));
    pair.pause?.();
    const lost = [client.test.block({ length: 4 * 1024 * 1024 })];
    await vi.waitFor(() => expect(pair.server.buffered).toBeGreaterThan(2 * 1024 * 1024), {
      timeout: 10_000,
    });
    lost.push(client.test.echo({ value: 'x'.repeat(2000), ...{ wrong: 1 } }) as Promise<never>);
    for (const each of lost) each.catch(() => undefined);
    expect(await closed).toMatch(/does not read/);
  });
});
