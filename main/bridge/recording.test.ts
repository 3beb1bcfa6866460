import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createClient } from '#shared/rpc/client.ts';
import type { Client } from '#shared/rpc/client-types.ts';
import { Bench, contract, Seats, type TestContract, Trail } from './conformance.fixture.ts';
import { serveWire } from './serve.ts';
import { code, messagePortPair, type Pair } from './wires.fixture.ts';

let pair: Pair;
let bench: Bench;
let seats: Seats;
let trail: Trail;
let client: Client<TestContract>;
const set = (value = 3) => client.test.set({ id: 'psu', secret: 'hush', value });

beforeEach(async () => {
  pair = await messagePortPair();
  bench = new Bench();
  seats = new Seats();
  trail = new Trail();
  seats.sit('desk', 'operator');
  const { handlers } = bench;
  serveWire({
    contract,
    handlers,
    wire: pair.server,
    caller: { seat: 'desk' },
    identities: seats,
    audit: trail,
  });
  client = createClient(contract, pair.client);
});
afterEach(() => pair.close());

describe('R-17: every command is recorded', () => {
  test('with who, where and the declared fields; queries are not', async () => {
    await client.test.read({});
    await set();
    expect(trail.entries).toEqual([
      {
        at: expect.any(Number) as number,
        who: 'the operator',
        seat: 'desk',
        action: 'test.set',
        detail: { id: 'psu', value: 3 },
        result: 'ok',
      },
    ]);
  });

  test('R-25: a field that is not declared for the trail never reaches it', async () => {
    await set();
    await client.test.set({ id: 'psu', secret: 'hush', value: 'hush' as never }).catch(() => undefined);
    await client.test.set({ id: 'psu', secret: 'hush', value: 1, hush: 1 } as never).catch(() => undefined);
    seats.sit('desk', null);
    await set().catch(() => undefined);
    expect(trail.entries).toHaveLength(4);
    expect(JSON.stringify(trail.entries)).not.toContain('hush');
  });

  test('refused ones too, with the reason', async () => {
    seats.sit('desk', 'viewer');
    await expect(set()).rejects.toEqual(code('PERMISSION_DENIED'));
    seats.sit('desk', 'operator', true);
    await expect(set()).rejects.toEqual(code('SESSION_LOCKED'));
    seats.sit('desk', null);
    await expect(set()).rejects.toEqual(code('PERMISSION_DENIED'));
    await expect(client.test.set({} as never)).rejects.toEqual(code('INPUT_INVALID'));
    expect(trail.entries.map(({ who, result, detail }) => [who, result, detail])).toEqual([
      [
        'the viewer',
        'PERMISSION_DENIED',
        { id: 'psu', value: 3, why: 'the viewer (viewer) may not do this.' },
      ],
      ['the operator (locked)', 'SESSION_LOCKED', { id: 'psu', value: 3, why: 'The console is locked.' }],
      ['nobody signed in', 'PERMISSION_DENIED', { id: 'psu', value: 3, why: 'Nobody is signed in here.' }],
      ['nobody signed in', 'INPUT_INVALID', { why: expect.stringMatching(/^id: /) as string }],
    ]);
  });

  test('whoever stands at a locked screen is not taken for the person it names', async () => {
    seats.sit('desk', 'operator', true);
    await client.safety.stop({});
    expect(trail.entries.map(({ who, action }) => [who, action])).toEqual([
      ['the operator (locked)', 'safety.stop'],
    ]);
  });

  test('a call that succeeds names whoever it let in; one that fails is nobody’s, whoever came meanwhile', async () => {
    const other = await messagePortPair();
    let fails = false;
    const stop = (): Record<string, never> => {
      seats.sit('door', 'operator');
      if (fails) throw new Error('no');
      return {};
    };
    serveWire({
      contract,
      handlers: { ...bench.handlers, safety: { stop } },
      wire: other.server,
      caller: { seat: 'door' },
      identities: seats,
      audit: trail,
    });
    const door = createClient(contract, other.client);
    await door.safety.stop({});
    fails = true;
    seats.sit('door', null);
    await expect(door.safety.stop({})).rejects.toEqual(code('INTERNAL'));
    seats.sit('door', 'operator', true);
    await expect(door.safety.stop({})).rejects.toEqual(code('INTERNAL'));
    await other.close();
    expect(trail.entries.map(({ who }) => who)).toEqual([
      'the operator',
      'nobody signed in',
      'the operator (locked)',
    ]);
  });

  test('the answer comes when the row is durable, and not before', async () => {
    let free = (): void => undefined;
    trail.held = new Promise((resolve) => {
      free = resolve;
    });
    const answer = vi.fn();
    const command = set().then(answer);
    await client.test.read({});
    expect(bench.calls).toHaveLength(1);
    expect(answer).not.toHaveBeenCalled();
    free();
    await command;
    expect(answer).toHaveBeenCalledOnce();
  });
});

describe('R-17: a stream that does something is recorded like a command', () => {
  const all = async (to: number): Promise<number[]> => {
    const items: number[] = [];
    for await (const item of client.test.yields({ id: 'psu', secret: 'hush', to })) items.push(item);
    return items;
  };
  const row = (result: string, why?: string) => ({
    who: 'the operator',
    action: 'test.yields',
    detail: { id: 'psu', ...(why && { why }) },
    result,
  });

  test('when it has ended, and before its reader is told so', async () => {
    let free = (): void => undefined;
    trail.held = new Promise((resolve) => {
      free = resolve;
    });
    const ended = vi.fn();
    const items: number[] = [];
    const reading = (async () => {
      for await (const item of client.test.yields({ id: 'psu', secret: 'hush', to: 2 })) items.push(item);
      ended();
    })();
    await vi.waitFor(() => expect(items).toEqual([1, 2]));
    await client.test.read({});
    expect(ended).not.toHaveBeenCalled();
    free();
    await reading;
    expect(trail.entries).toEqual([expect.objectContaining(row('ok'))]);
    expect(seats.touched).toContain('desk');
  });

  test('with the fault of one that failed, and of one that was refused', async () => {
    await expect(all(-1)).rejects.toEqual(code('INSTRUMENT_REPLY'));
    seats.sit('desk', 'viewer');
    await expect(all(1)).rejects.toEqual(code('PERMISSION_DENIED'));
    expect(trail.entries).toEqual([
      expect.objectContaining(row('INSTRUMENT_REPLY', 'It is none.')),
      expect.objectContaining({ who: 'the viewer', action: 'test.yields', result: 'PERMISSION_DENIED' }),
    ]);
    expect(bench.calls).toEqual(['yields by the operator']);
  });

  test('as cancelled when its reader leaves before its end', async () => {
    for await (const item of client.test.yields({ id: 'psu', secret: 'hush', to: 9 })) if (item === 2) break;
    await vi.waitFor(() => expect(trail.entries).toHaveLength(1));
    expect(trail.entries).toEqual([
      expect.objectContaining(row('CANCELLED', 'Its reader left before its end.')),
    ]);
  });

  test('on a full disk the first is told that it was done, the next one does not begin', async () => {
    trail.full = true;
    await expect(all(1)).rejects.toEqual(
      expect.objectContaining({ code: 'HISTORY_UNWRITABLE', details: { done: true } }),
    );
    await expect(all(1)).rejects.toEqual(code('HISTORY_UNWRITABLE'));
    expect(bench.calls).toHaveLength(1);
  });
});

describe('a history that cannot be written', () => {
  test('the first command is told that it was done; the next are refused before they run', async () => {
    trail.full = true;
    await expect(set(1)).rejects.toEqual(
      expect.objectContaining({ code: 'HISTORY_UNWRITABLE', details: { done: true } }),
    );
    await expect(set(2)).rejects.toEqual(
      expect.objectContaining({ code: 'HISTORY_UNWRITABLE', details: {} }),
    );
    expect(bench.calls).toEqual(['set 1 by the operator']);
  });

  test('the gate opens by itself when rows can be written again, and the trail says so', async () => {
    trail.full = true;
    await set(1).catch(() => undefined);
    trail.full = false;
    expect(await set(2)).toEqual({ readBack: 2 });
    expect(await set(3)).toEqual({ readBack: 3 });
    expect(trail.entries.map(({ action }) => action)).toEqual([
      'console.historyWritable',
      'test.set',
      'test.set',
    ]);
    expect(trail.entries[0]?.detail).toEqual({ before: 'test.set' });
  });

  test('every window finds the same gate', async () => {
    const other = await messagePortPair();
    const { handlers } = bench;
    seats.sit('other', 'operator');
    serveWire({
      contract,
      handlers,
      wire: other.server,
      caller: { seat: 'other' },
      identities: seats,
      audit: trail,
    });
    trail.full = true;
    await set(1).catch(() => undefined);
    await expect(
      createClient(contract, other.client).test.set({ id: '', secret: '', value: 2 }),
    ).rejects.toEqual(code('HISTORY_UNWRITABLE'));
    expect(bench.calls).toEqual(['set 1 by the operator']);
    await other.close();
  });

  test('R-9: what only takes away runs all the same', async () => {
    trail.full = true;
    await set(1).catch(() => undefined);
    await client.test.off({});
    await client.safety.stop({});
    expect(bench.calls.slice(1)).toEqual(['off', 'stop']);
  });

  test('permission is asked again after the wait for the trail', async () => {
    trail.full = true;
    await set(1).catch(() => undefined);
    trail.full = false;
    let free = (): void => undefined;
    trail.held = new Promise((resolve) => {
      free = resolve;
    });
    const command = set(2);
    command.catch(() => undefined);
    await client.test.read({});
    seats.sit('desk', null);
    free();
    await expect(command).rejects.toEqual(code('PERMISSION_DENIED'));
    expect(bench.calls).toHaveLength(1);
  });
});
