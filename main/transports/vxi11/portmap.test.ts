import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { loopback } from '#main/transports/loopback.fixture.ts';
import { at, never, scripted, ask } from './open.fixture.ts';
import { corePrograms } from './core.ts';
import { getPort } from './portmap.ts';
import { acceptedReply, marked, xdr } from './server.fixture.ts';
import { Vxi11Transport } from './vxi11.ts';

/** A portmapper over TCP that answers with these bytes. */
async function mapper(answer: (xid: number, record: Buffer) => Buffer) {
  const seen: Buffer[] = [];
  const server = await loopback((socket) =>
    socket.on('data', (bytes: Buffer) => {
      seen.push(bytes);
      socket.write(answer(bytes.readUInt32BE(4), bytes.subarray(4)));
    }),
  );
  onTestFinished(() => server.close());
  return { port: server.port, seen };
}
const ask111 = (port: number): Promise<number> => getPort('127.0.0.1', corePrograms.core, never, port);

test('the question is the one of the standard, and the port is taken from the reply', async () => {
  const { port, seen } = await mapper((xid) => marked(acceptedReply(xid, xdr(4711))));
  expect(await ask111(port)).toBe(4711);
  const question = seen[0] ?? Buffer.alloc(0);
  // source: RFC 1833, section 3; VXI-11, B.6.1: program 0x0607AF, version 1, TCP (6).
  expect(question.toString('hex').replace(/^(.{8}).{8}/, '$1xid.....')).toBe(
    [
      '80000038xid.....',
      '00000000',
      '00000002',
      '000186a0',
      '00000002',
      '00000003',
      '00000000000000000000000000000000',
      '000607af',
      '00000001',
      '00000006',
      '00000000',
    ].join(''),
  );
});

test('a reply whose fragment is never marked as the last is taken all the same', async () => {
  const { port } = await mapper((xid) => marked(acceptedReply(xid, xdr(4711)), false));
  expect(await ask111(port)).toBe(4711);
});

test('a portmapper that does not know VXI-11 says what to do', async () => {
  const { port } = await mapper((xid) => marked(acceptedReply(xid, xdr(0))));
  await expect(ask111(port)).rejects.toMatchObject({
    code: 'INSTRUMENT_UNREACHABLE',
    message: '127.0.0.1 offers no VXI-11.',
    remedy: expect.stringContaining('Switch LXI or VXI-11 on'),
  });
});

test('a port that is none is refused', async () => {
  const { port } = await mapper((xid) => marked(acceptedReply(xid, xdr(70_000))));
  await expect(ask111(port)).rejects.toMatchObject({
    code: 'INSTRUMENT_UNREACHABLE',
    message: '127.0.0.1 names port 70000 for VXI-11, which is none.',
  });
});

test.each([
  ['an error', (xid: number) => marked(acceptedReply(xid, Buffer.alloc(0), 1))],
  ['a reply without a port', (xid: number) => marked(acceptedReply(xid, Buffer.alloc(0)))],
  ['a fragment of 2 GB', () => Buffer.from('ffffffff', 'hex')],
  ['text', () => Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
])('%s instead of a port ends in a fault with a remedy', async (_what, reply) => {
  const { port } = await mapper(reply);
  await expect(ask111(port)).rejects.toMatchObject({
    code: 'INSTRUMENT_UNREACHABLE',
    remedy: expect.stringContaining('write its port into the address'),
  });
});

test('over UDP where TCP is refused; stray datagrams and a lost question do not matter', async () => {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  onTestFinished(() => void socket.close());
  const { port } = socket.address();
  let questions = 0;
  socket.on('message', (question, from) => {
    const xid = question.readUInt32BE(0);
    // The first one counts as lost, but for nonsense that comes back.
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('nonsense'),
      acceptedReply(xid + 1, xdr(1)),
      acceptedReply(xid, Buffer.alloc(2)),
    ])
      socket.send(bytes, from.port, from.address);
    if (++questions === 2) socket.send(acceptedReply(xid, xdr(4711)), from.port, from.address);
  });
  expect(await ask111(port)).toBe(4711);
});

test('nobody there: why TCP failed is said', async () => {
  const { port } = await mapper(() => Buffer.alloc(0));
  const gone = await loopback(() => undefined);
  await gone.close();
  await expect(ask111(gone.port)).rejects.toMatchObject({
    code: 'INSTRUMENT_UNREACHABLE',
    message: expect.stringContaining('refused the connection'),
  });
  // Given up while it says nothing.
  const controller = new AbortController();
  const asked = getPort('127.0.0.1', corePrograms.core, controller.signal, port);
  controller.abort();
  await expect(asked).rejects.toMatchObject({ code: 'CANCELLED' });
});

test('an address without a port is looked up', async () => {
  const { server } = await scripted();
  const { port } = await mapper((xid) => marked(acceptedReply(xid, xdr(server.port))));
  const transport = new Vxi11Transport(at(null), { portmapperPort: port, closeMs: 100 });
  onTestFinished(() => transport.close());
  await transport.open(never);
  expect(await ask(transport, 'A?')).toBe('re A?');
});
