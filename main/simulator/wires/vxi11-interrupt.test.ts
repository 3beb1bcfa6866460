import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startVxi11, type Vxi11Client } from './vxi11.fixture.ts';
import { RecordReader } from './vxi11-records.ts';
import { xdr, xdrOpaque } from './vxi11-xdr.ts';

const loopback = 0x7f00_0001;
const program = [0x06_07_b1, 1] as const;

/** A client's end of the interrupt channel: the calls that come, as they are. */
const interrupts = async () => {
  const calls: Buffer[] = [];
  const sockets: Socket[] = [];
  let came = Promise.withResolvers<void>();
  const server = createServer((socket) => {
    sockets.push(socket);
    const reader = new RecordReader(1000);
    socket.on('data', (bytes: Buffer) => {
      reader.add(bytes);
      for (let call = reader.take(); call !== null; call = reader.take()) calls.push(call);
      came.resolve();
      came = Promise.withResolvers();
    });
    socket.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    calls,
    sockets,
    next: async () => {
      while (calls.length === 0) await came.promise;
      return calls.shift() as Buffer;
    },
  };
};

const channel = (c: Vxi11Client, port: number, family = 0, host = loopback): Promise<number> =>
  c.error(25, xdr(host, port, ...program, family));
const enable = (c: Vxi11Client, on: boolean, handle: string): Promise<number> =>
  c.error(20, Buffer.concat([xdr(c.id, on ? 1 : 0), xdrOpaque(Buffer.from(handle))]));

describe('service requests (VXI-11, B.6.12 to B.6.14)', () => {
  test('device_intr_srq with the handle, once a reason, and only while it is enabled', async () => {
    const { client } = await startVxi11();
    const there = await interrupts();
    const c = await client();
    expect(await channel(c, there.port)).toBe(0);
    await c.write('*CLS;*SRE 32;*ESE 32');
    await c.write('NONSENSE');
    expect(await c.generic(13)).toEqual([0, 4 + 32 + 64]);
    expect(await c.ask('*ESR?')).toMatch(/^\d+\n$/);
    expect(await enable(c, true, 'mine')).toBe(0);
    await c.write('NONSENSE');
    const call = await there.next();
    expect(call.toString('hex', 4)).toBe(
      '00000000 00000002 000607b1 00000001 0000001e 00000000 00000000 00000000 00000000 00000004 6d696e65'.replaceAll(
        ' ',
        '',
      ),
    );
    expect(await c.generic(13)).toEqual([0, 4 + 32 + 64]);
    // The reason is still there: it is none anew.
    await c.write('NONSENSE');
    await c.ask('*ESR?');
    expect(await enable(c, false, '')).toBe(0);
    await c.write('NONSENSE');
    await c.ask('*ESR?');
    expect(await enable(c, true, 'again')).toBe(0);
    await c.write('NONSENSE');
    expect((await there.next()).toString('latin1')).toMatch(/again\0\0\0$/);
    expect(there.calls).toEqual([]);
  });

  test('another link is told too, on its own connection; one that ended is not', async () => {
    const { client } = await startVxi11();
    const [mine, theirs] = [await interrupts(), await interrupts()];
    const [a, b] = [await client(), await client()];
    await channel(a, mine.port);
    await channel(b, theirs.port);
    await enable(a, true, 'a');
    await enable(b, true, 'b');
    await a.write('*CLS;*SRE 32;*ESE 32');
    await a.write('NONSENSE');
    expect((await mine.next()).toString('latin1')).toMatch(/a\0\0\0$/);
    expect((await theirs.next()).toString('latin1')).toMatch(/b\0\0\0$/);
    await b.destroy();
    await a.ask('*ESR?');
    await a.write('NONSENSE');
    await mine.next();
    expect(theirs.calls).toEqual([]);
  });

  test('the channel: one at a time, over TCP, back to the client alone; destroyed with the connection', async () => {
    const { client } = await startVxi11();
    const there = await interrupts();
    const c = await client();
    expect(await c.error(26, Buffer.alloc(0))).toBe(6);
    expect(await channel(c, there.port, 1)).toBe(8);
    expect(await channel(c, there.port, 0, 0x7f00_0002)).toBe(5);
    expect(await channel(c, 0)).toBe(5);
    expect(await channel(c, 70_000)).toBe(5);
    // Nobody listens at the abort port of a server that has been closed.
    const gone = await startVxi11();
    await gone.wire.close();
    expect(await channel(c, gone.wire.port)).toBe(6);
    expect(await channel(c, there.port)).toBe(0);
    expect(await channel(c, there.port)).toBe(29);
    expect(await c.error(26, Buffer.alloc(0))).toBe(0);
    expect(await channel(c, there.port)).toBe(0);
    expect(there.sockets).toHaveLength(2);
    const [, second] = there.sockets;
    c.rpc.socket.destroy();
    await expect.poll(() => second?.closed).toBe(true);
  });

  test('a handle of more than 40 bytes is garbage (R-23)', async () => {
    const { client } = await startVxi11();
    const c = await client();
    await expect(enable(c, true, 'x'.repeat(41))).rejects.toThrow('accept state 4');
    expect(await enable(c, true, 'x'.repeat(40))).toBe(0);
  });
});
