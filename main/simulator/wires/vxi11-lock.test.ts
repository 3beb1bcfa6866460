import { describe, expect, test } from 'vitest';
import { flags, link, rpcClient, startVxi11 } from './vxi11.fixture.ts';

describe('device_lock (VXI-11, B.6.10)', () => {
  test('one link has it: every other one is refused at once, with error 11', async () => {
    const { client, wire } = await startVxi11();
    const [a, b] = [await client(), await client()];
    expect(await a.lock()).toBe(0);
    expect(await a.lock(flags.waitLock, 60_000)).toBe(11);
    expect(await a.ask('*OPC?')).toBe('1\n');
    expect(await b.lock()).toBe(11);
    expect(await b.write('*CLS')).toEqual([11, 0]);
    expect(await b.read()).toEqual({ error: 11, reason: 0, text: '' });
    expect(await b.generic(13)).toEqual([11, 0]);
    for (const procedure of [14, 15, 16, 17]) expect(await b.generic(procedure)).toEqual([11]);
    // A lock time without the flag is no wait.
    expect(await b.generic(15, 0, 60_000)).toEqual([11]);
    expect(await b.unlock()).toBe(12);
    expect(await link(b.rpc, 'inst0', false)).toBeTypeOf('object');
    expect(await link(await rpcClient(wire.port), 'inst0', true, 5)).toBe(11);
    expect(await a.unlock()).toBe(0);
    expect(await a.unlock()).toBe(12);
    expect(await b.ask('*OPC?')).toBe('1\n');
  });

  test('who waits gets it when it is free, and is refused when it takes too long', async () => {
    const { client, wire } = await startVxi11();
    const [a, b] = [await client(), await client()];
    await a.lock();
    expect(await b.lock(flags.waitLock, 5)).toBe(11);
    expect(await b.write('*CLS', flags.waitLock | flags.end, 5000, 5)).toEqual([11, 0]);
    const waiting = b.write('*OPC?', flags.waitLock | flags.end, 5000, 60_000);
    const locking = link(await rpcClient(wire.port), 'inst0', true, 60_000);
    expect(await a.ask('*OPC?')).toBe('1\n');
    await a.unlock();
    expect(await waiting).toEqual([0, 5]);
    expect(await locking).toBeTypeOf('object');
    expect(await b.read(10, { how: flags.waitLock, lockMs: 5 })).toMatchObject({ error: 11 });
  });

  test.each(['destroy_link', 'the end of the connection'])('%s gives it up', async (how) => {
    const { client } = await startVxi11();
    const [a, b] = [await client(), await client()];
    await a.lock();
    const waiting = b.lock(flags.waitLock, 60_000);
    if (how === 'destroy_link') await a.destroy();
    else a.rpc.socket.destroy();
    expect(await waiting).toBe(0);
  });

  test('a connection that ends while it waits for a lock leaves no link and no lock behind', async () => {
    const { client, wire } = await startVxi11({ oneClient: false });
    const a = await client();
    await a.lock();
    const b = await client();
    const c = await rpcClient(wire.port);
    const ended = Promise.allSettled([b.lock(flags.waitLock, 60_000), link(c, 'inst0', true, 60_000)]);
    expect(await a.ask('*OPC?')).toBe('1\n');
    b.rpc.socket.destroy();
    c.socket.destroy();
    expect((await ended).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    // The server sees the ends before what comes after them.
    const d = await client();
    await a.unlock();
    expect(await d.lock(flags.waitLock, 60_000)).toBe(0);
  });
});

describe('device_abort (VXI-11, B.6.15)', () => {
  test('ends a read that waits, with error 23 and what had come', async () => {
    const { client, meter } = await startVxi11();
    const c = await client();
    meter.faults.partial = true;
    await c.write('*IDN?');
    const reading = c.read(100, { ms: 60_000 });
    // A second call of the same connection waits behind the first, and is not aborted.
    const next = c.generic(13);
    expect(await c.abort()).toBe(0);
    expect(await reading).toEqual({ error: 23, reason: 0, text: 'LabLink,SIM-DM' });
    expect(await next).toEqual([0, 0]);
    meter.faults.clear();
    expect(await c.ask('*OPC?')).toBe('1\n');
  });

  test('ends a write that waits for room, and one that waits for the lock', async () => {
    const { client, meter } = await startVxi11();
    const [a, b] = [await client(), await client()];
    await a.lock();
    const locked = b.write('*CLS', flags.waitLock | flags.end, 5000, 60_000);
    expect(await b.abort()).toBe(0);
    expect(await locked).toEqual([23, 0]);
    const locking = b.lock(flags.waitLock, 60_000);
    expect(await b.abort()).toBe(0);
    expect(await locking).toBe(23);
    meter.faults.slowMs = 60_000;
    for (let each = 0; each < 6; each++) await a.write(`*CLS${' '.repeat(1000)}`);
    const full = a.write('*CLS', flags.end, 60_000);
    expect(await a.abort()).toBe(0);
    expect(await full).toEqual([23, 0]);
  });

  test('with nothing under way, and of another link, it changes nothing', async () => {
    const { client } = await startVxi11();
    const [a, b] = [await client(), await client()];
    expect(await a.abort()).toBe(0);
    expect(await a.ask('*OPC?')).toBe('1\n');
    const reading = a.read(10, { ms: 60_000 });
    expect(await b.abort()).toBe(0);
    expect(await a.abort()).toBe(0);
    expect((await reading).error).toBe(23);
  });
});
