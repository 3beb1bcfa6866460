import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test, vi } from 'vitest';
import { ask, linked, never, scripted } from './open.fixture.ts';
import { InterruptServer, ipv4, ipv4Number } from './interrupt-server.ts';
import { marked, xdr } from './server.fixture.ts';

test('a service request comes with the status byte, and the instrument gets its reply', async () => {
  const { server, transport } = await linked();
  const told: (number | null)[] = [];
  const stop = transport.onServiceRequest((statusByte) => told.push(statusByte));
  expect(server.srqHandle.length).toBe(8);
  const replied = once(server.interrupt, 'data');
  server.serve(server.srqHandle, 0xfeed);
  expect((await replied)[0]).toEqual(marked(xdr(0xfeed, 1, 0, 0, 0, 0)));
  await vi.waitFor(() => expect(told).toEqual([0x50]));
  stop();
  server.serve();
  await server.got('readstb', 2);
  expect(told.length).toBe(1);
});

test('a request under a handle that was never given is not ours', async () => {
  const { server, transport } = await linked();
  transport.onServiceRequest(() => expect.unreachable());
  const replied = once(server.interrupt, 'data');
  server.serve(Buffer.from('somebody'));
  await replied;
  expect(await ask(transport, 'A?')).toBe('re A?');
  expect(server.log).not.toContain('readstb');
});

test('where the status byte cannot be had, the request is told without it', async () => {
  const { server, transport } = await linked();
  server.override = (call) => {
    if (call.procedure !== 13) return false;
    call.reply(17, 0);
    return true;
  };
  const told = new Promise((resolve) => transport.onServiceRequest(resolve));
  server.serve();
  expect(await told).toBeNull();
});

test.each([6, 8, 29])(
  'an instrument that refuses the interrupt channel (error %d) is used without',
  async (error) => {
    const { server, transport } = await scripted();
    server.override = (call) => {
      if (call.procedure !== 25) return false;
      call.reply(error);
      return true;
    };
    await transport.open(never);
    expect(await ask(transport, 'A?')).toBe('re A?');
    await transport.close();
    expect(server.log).toEqual(['create_link', 'create_intr_chan', 'write A?\n', 'read', 'destroy_link']);
  },
);

test('so is one that does not know the procedure', async () => {
  const { server, transport } = await scripted();
  server.override = (call) => {
    if (call.procedure !== 25) return false;
    call.socket.write(marked(xdr(call.xid, 1, 0, 0, 0, 3)));
    return true;
  };
  await transport.open(never);
  expect(await ask(transport, 'A?')).toBe('re A?');
  expect(server.links).toBe(1);
});

test('one that hangs over it (a firewall before this PC) is connected to again without it, and not asked any more', async () => {
  const { server, transport } = await scripted();
  server.override = (call) => call.procedure === 25;
  await transport.open(never);
  expect(await ask(transport, 'A?')).toBe('re A?');
  expect(server.links).toBe(2);
  await transport.close();
  await transport.open(never);
  expect(server.links).toBe(3);
  expect(server.log.filter((entry) => entry === 'create_intr_chan').length).toBe(1);
});

test('calls of other programs, versions and procedures are refused; nonsense ends the connection alone', async () => {
  const { server, transport } = await linked();
  const socket = server.interrupt;
  for (const [program, version, procedure, status] of [
    [0x06_07_af, 1, 30, 1],
    [0x06_07_b1, 2, 30, 2],
    [0x06_07_b1, 1, 31, 3],
  ] as const) {
    const replied = once(socket, 'data');
    socket.write(marked(xdr(9, 0, 2, program, version, procedure, 0, 0, 0, 0, Buffer.alloc(8))));
    expect((await replied)[0]).toEqual(marked(xdr(9, 1, 0, 0, 0, status)));
  }
  const closed = once(socket, 'close');
  socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff]));
  await closed;
  expect(await ask(transport, 'A?')).toBe('re A?');
});

test('the server is for the instrument alone, listens no longer than the link, and takes two connections at the most', async () => {
  const server = await InterruptServer.listen('127.0.0.1', '127.0.0.2', () => expect.unreachable());
  const stranger = connect(server.port, '127.0.0.1');
  stranger.on('error', () => stranger.destroy());
  await once(stranger, 'close');
  server.close();

  const ours = await InterruptServer.listen('127.0.0.1', '127.0.0.1', () => undefined);
  const sockets = [0, 1, 2].map(() => connect(ours.port, '127.0.0.1'));
  for (const socket of sockets) socket.on('error', () => socket.destroy());
  await once(sockets[2] ?? stranger, 'close');
  ours.close();
  await expect.poll(() => sockets.every((socket) => socket.closed)).toBe(true);
});

test('addresses as numbers', () => {
  expect(ipv4('::ffff:192.168.1.20')).toBe('192.168.1.20');
  expect(ipv4('fe80::1')).toBeNull();
  expect(ipv4(undefined)).toBeNull();
  expect(ipv4Number('192.168.1.20')).toBe(0xc0a80114);
});
