import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Bench, contract, Seats, Trail } from './conformance.fixture.ts';
import { serveWire } from './serve.ts';
import { code, frame, overBothWires, TestWindow, webSocketPair } from './wires.fixture.ts';

overBothWires((w) => {
  describe('limits', () => {
    test('R-23: so many calls and no more; the emergency stop is exempt', async () => {
      w().serve({ running: 256 });
      const calls = Array.from({ length: 256 }, () => w().client.test.hang({}));
      await expect(w().client.test.echo({ value: 1 })).rejects.toEqual(code('OVERLOADED'));
      await expect(w().client.test.count({ to: 1 })[Symbol.asyncIterator]().next()).rejects.toEqual(
        code('OVERLOADED'),
      );
      await w().client.safety.stop({});
      expect(w().bench.calls.at(-1)).toBe('stop');
      for (const release of w().bench.release) release();
      await Promise.all(calls);
      expect(await w().client.test.echo({ value: 2 })).toBe(2);
    });

    test('R-23: a window that asks and does not read is not answered until it does', async () => {
      w().serve({ running: 8, bufferedBytes: 10_000 });
      const buffered = vi.spyOn(w().pair.server, 'buffered', 'get').mockReturnValue(20_000);
      const answer = w().client.test.echo({ value: 1 });
      const items = w().client.test.count({ to: 5 })[Symbol.asyncIterator]();
      const item = items.next();
      await w().client.safety.stop({});
      await sleep(20);
      expect(w().bench.pulled).toBe(0);
      buffered.mockRestore();
      expect(await answer).toBe(1);
      expect((await item).value).toBe(1);
      await items.return?.();
    });
  });

  test('R-17: an item that waits for a slow window is not handed out after its reader has lost the right to it', async () => {
    w().seats.sit('desk', 'viewer');
    w().serve({ bufferedBytes: 10_000 });
    const item = w().client.test.readings({})[Symbol.asyncIterator]().next();
    await w().client.test.echo({ value: 1 });
    const buffered = vi.spyOn(w().pair.server, 'buffered', 'get').mockReturnValue(20_000);
    w().bench.push(7);
    // The item has been taken from its source, and the window has no room for it.
    await vi.waitFor(() => expect(buffered).toHaveBeenCalled());
    w().seats.sit('desk', 'viewer', true);
    await expect(item).rejects.toEqual(code('SESSION_LOCKED'));
    buffered.mockRestore();
  });

  describe('R-3: the emergency stop', () => {
    test('needs no accounts, no history and no sign-in', async () => {
      w().serve();
      w().trail.full = true;
      w().seats.broken = true;
      await w().client.safety.stop({});
      expect(w().bench.calls).toEqual(['stop']);
    });

    test('R-9: runs before it is recorded and answers without waiting for it', async () => {
      w().serve();
      let free = (): void => undefined;
      w().trail.held = new Promise((resolve) => {
        free = resolve;
      });
      await w().client.safety.stop({});
      expect(w().bench.calls).toEqual(['stop']);
      expect(w().trail.entries).toEqual([]);
      free();
      await vi.waitFor(() =>
        expect(w().trail.entries).toEqual([frame({ action: 'safety.stop', result: 'ok' })]),
      );
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
  let window: TestWindow;
  beforeEach(async () => {
    window = new TestWindow(await webSocketPair());
  });
  afterEach(() => window.pair.close());

  test('is owed a few blocks at the most, and gets every one when it reads again', async () => {
    const length = 1024 * 1024;
    const { pair, client } = window;
    window.serve({ bufferedBytes: 1024 * 1024 });
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
    const { pair, client } = window;
    window.serve({ bufferedBytes: 1024 * 1024, stuckBytes: 2 * 1024 * 1024 });
    await client.test.echo({ value: 1 });
    const closed = new Promise<string>((resolve) => pair.server.onClose(resolve));
    pair.pause?.();
    const block = client.test.block({ length: 4 * 1024 * 1024 });
    block.catch(() => undefined);
    await vi.waitFor(() => expect(pair.server.buffered).toBeGreaterThan(2 * 1024 * 1024), {
      timeout: 10_000,
    });
    // Refused at once, and there is no room to say so.
    client.test.echo({ value: 1, more: 1 } as never).catch(() => undefined);
    expect(await closed).toMatch(/does not read/);
  });
});
