import type { Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type Rig, rig } from '#main/session/session.fixture.ts';
import { TcpTransport } from './tcp.ts';

/** Instruments that have one place, and give it back slowly. */

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A session to an instrument that lets one in, and puts others out at once. */
async function oneClient(): Promise<Rig & { free(): void }> {
  let taken: Socket | null = null;
  const made = await rig(undefined, { timing: { backoffFirst: 40, backoffMax: 80 } });
  ends.push(() => made.end());
  made.script.onConnect = (socket) => {
    if (taken !== null) {
      socket.end();
      return false;
    }
    taken = socket;
    // Only a goodbye frees it at once.
    socket.on('end', () => (taken = null));
    return true;
  };
  return Object.assign(made, { free: () => (taken = null) });
}

test('a connection that is closed at once says that the only place is taken', async () => {
  const made = await oneClient();
  const first = new TcpTransport({ host: '127.0.0.1', port: made.script.port, closeMs: 50 });
  await first.open(new AbortController().signal);
  ends.push(() => first.close());
  made.session.open();
  await made.reached('unreachable');
  expect(made.session.status.trouble?.message).toMatch(
    /closed the connection at once: its only place is taken/,
  );
  await first.close();
  await made.reached('ready');
});

test('after an abnormal end it waits before it connects again, longer each time, until the place is free', async () => {
  const made = await oneClient();
  made.session.open();
  await made.reached('ready');
  const waits: number[] = [];
  let unreachableAt = 0;
  const waited: number[] = [];
  const { onConnect } = made.script;
  made.script.onConnect = (socket) => {
    waited.push(performance.now() - unreachableAt);
    return onConnect(socket);
  };
  let last = 0;
  const three = Promise.withResolvers<void>();
  made.session.onStatus(() => {
    const at = made.session.status.trouble?.retryAt ?? null;
    if (made.session.status.state !== 'unreachable' || at === null || at === last) return;
    last = at;
    unreachableAt = performance.now();
    waits.push(at - Date.now());
    if (waits.length === 3) three.resolve();
  });
  made.script.sockets[0]?.resetAndDestroy();
  await three.promise;
  for (const wait of waits) expect(wait).toBeGreaterThan(0);
  // The least of it: half of 40 ms at first, and what a timer may be early.
  for (const each of waited) expect(each).toBeGreaterThan(18);
  made.free();
  await made.reached('ready');
});

test('a goodbye gives the place back: the next one gets it at once', async () => {
  const made = await oneClient();
  const port = made.script.port;
  for (let round = 0; round < 3; round++) {
    const link = new TcpTransport({ host: '127.0.0.1', port, closeMs: 1000 });
    await link.open(new AbortController().signal);
    await link.write(Buffer.from('*IDN?\n'), new AbortController().signal);
    expect((await link.read(new AbortController().signal)).bytes.length).toBeGreaterThan(0);
    await link.close();
  }
});
