import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Inbox } from '#shared/rpc/inbox.ts';
import type { Wire } from '#shared/rpc/wire.ts';
import type { Dialled } from './dial.ts';
import { keepConnected } from './keep-connected.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A wire that answers every call with its name, until it is closed. */
function wire(): Wire {
  const inbox = new Inbox();
  return {
    send(message) {
      const { id, method } = message as { id: number; method: string };
      queueMicrotask(() => inbox.deliver({ t: 'value', id, value: method }));
    },
    buffered: 0,
    onMessage: (listener) => inbox.onMessage(listener),
    onClose: (listener) => inbox.onClose(listener),
    close: (why) => inbox.end(why),
  };
}
const lost = expect.objectContaining({ code: 'CONNECTION_LOST' }) as unknown;

/** A shell whose answers the test writes down beforehand; after the last one it is unreachable. */
function shell(...answers: Dialled[]) {
  const times: number[] = [];
  const start = Date.now();
  return {
    times,
    dial: () => {
      times.push(Date.now() - start);
      return Promise.resolve(answers.shift() ?? ({ kind: 'unreachable' } as const));
    },
  };
}

test('is connecting, then open, and its client reaches the console', async () => {
  const { dial } = shell({ kind: 'open', wire: wire() });
  const bridge = keepConnected(dial);
  const seen: string[] = [];
  bridge.subscribe(() => seen.push(bridge.status));
  expect(bridge.status).toBe('connecting');
  await expect(bridge.client().history.totals({})).rejects.toEqual(lost);
  await vi.advanceTimersByTimeAsync(0);
  expect(seen).toEqual(['open']);
  expect(await bridge.client().history.totals({})).toBe('totals');
});

test('a lost connection is dialled again by itself; the client of the old one stays lost', async () => {
  const first = wire();
  const { dial } = shell(
    { kind: 'open', wire: first },
    { kind: 'unreachable' },
    { kind: 'open', wire: wire() },
  );
  const bridge = keepConnected(dial);
  const seen: string[] = [];
  const unsubscribe = bridge.subscribe(() => seen.push(bridge.status));
  await vi.advanceTimersByTimeAsync(0);
  const old = bridge.client();
  first.close('the cable');
  expect(bridge.status).toBe('lost');
  await expect(old.history.totals({})).rejects.toEqual(lost);
  await vi.advanceTimersByTimeAsync(1000);
  expect(seen).toEqual(['open', 'lost', 'open']);
  expect(await bridge.client().history.totals({})).toBe('totals');
  await expect(old.history.totals({})).rejects.toEqual(lost);
  unsubscribe();
});

test('the pauses double up to 4 s, for ever', async () => {
  const { dial, times } = shell();
  keepConnected(dial);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(times.slice(0, 8)).toEqual([0, 250, 750, 1750, 3750, 7750, 11_750, 15_750]);
});

test('a refusal ends it', async () => {
  const { dial, times } = shell({ kind: 'unreachable' }, { kind: 'refused' });
  const bridge = keepConnected(dial);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(bridge.status).toBe('refused');
  expect(times).toHaveLength(2);
});
