import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { type Loopback, loopback } from './loopback.fixture.ts';
import { TcpTransport } from './tcp.ts';

const never = new AbortController().signal;
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const bytes = (value: string): Uint8Array => Buffer.from(value, 'latin1');

let servers: Loopback[] = [];
let links: TcpTransport[] = [];
afterEach(async () => {
  for (const link of links) await link.abort();
  for (const server of servers) await server.close();
  servers = [];
  links = [];
});

async function serve(onSocket: (socket: Socket) => void, options = {}): Promise<Loopback> {
  const server = await loopback(onSocket, options);
  servers.push(server);
  return server;
}
function link(port: number, options = {}): TcpTransport {
  const made = new TcpTransport({ host: '127.0.0.1', port, ...options });
  links.push(made);
  return made;
}

test('writes and reads, with no delay', async () => {
  const server = await serve((socket) => socket.on('data', (data) => socket.write(data)));
  const tcp = link(server.port);
  expect(tcp.state).toBe('closed');
  await tcp.open(never);
  expect(tcp.state).toBe('open');
  await tcp.write(bytes('*IDN?\n'), never);
  const { bytes: reply, end } = await tcp.read(never);
  expect(text(reply)).toBe('*IDN?\n');
  expect(end).toBe(false);
  await tcp.close();
  expect(tcp.state).toBe('closed');
});

test('small writes are not held back to be joined: TCP_NODELAY is set on the connection', async () => {
  // This server leaves its own ends alone, so that only the transport can have asked for it.
  const server = await serve(() => undefined, { noDelay: false });
  const probe = connect({ host: '127.0.0.1', port: server.port });
  await once(probe, 'connect');
  // All connections of a process share the prototype of what stands for them in the operating system.
  const shared: { setNoDelay(on: boolean): number } = Object.getPrototypeOf(Reflect.get(probe, '_handle'));
  probe.destroy();
  const asked = vi.spyOn(shared, 'setNoDelay');
  try {
    await link(server.port).open(never);
    expect(asked.mock.calls).toEqual([[true]]);
  } finally {
    asked.mockRestore();
  }
});

test('a refused connection says so', async () => {
  const server = await loopback(() => undefined);
  await server.close();
  await expect(link(server.port).open(never)).rejects.toMatchObject({
    code: 'INSTRUMENT_UNREACHABLE',
    message: expect.stringContaining('refused'),
  });
});

test('the connect deadline ends a try that nobody answers', async () => {
  // A process that listens and then does nothing for ever: once its backlog is full, nobody answers any more.
  const listen = `const s = require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    require('fs').writeSync(1, String(s.address().port));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
  });`;
  const child = spawn(process.execPath, ['-e', listen], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [port] = (await once(child.stdout, 'data')) as [Buffer];
    const started = performance.now();
    const tries = Array.from({ length: 8 }, () => link(Number(String(port)), { connectMs: 150 }));
    const outcomes = await Promise.allSettled(tries.map((tcp) => tcp.open(never)));
    expect(performance.now() - started).toBeLessThan(5_000);
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'INSTRUMENT_UNREACHABLE' });
    expect(tries.filter((tcp) => tcp.state === 'closed')).toHaveLength(refused.length);
  } finally {
    child.kill('SIGKILL');
  }
});

test('opening is given up when its signal is aborted', async () => {
  const server = await serve(() => undefined);
  const tcp = link(server.port);
  const giveUp = new AbortController();
  const opening = tcp.open(giveUp.signal);
  giveUp.abort();
  await expect(opening).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(tcp.state).toBe('closed');
});

test('a silent host: the read waits until its signal ends it, and the link stays usable', async () => {
  const server = await serve((socket) => socket.on('data', () => socket.write('late\n')));
  const tcp = link(server.port);
  await tcp.open(never);
  const reason = new Fault('INSTRUMENT_TIMEOUT', 'No reply.');
  const giveUp = new AbortController();
  const read = tcp.read(giveUp.signal);
  giveUp.abort(reason);
  await expect(read).rejects.toBe(reason);
  await tcp.write(bytes('x\n'), never);
  expect(text((await tcp.read(never)).bytes)).toBe('late\n');
});

test('closing in the middle of a reply: what came can be read, then INSTRUMENT_CLOSED, told once', async () => {
  const server = await serve((socket) => socket.end('half a rep'));
  const tcp = link(server.port);
  const told: string[] = [];
  tcp.onClosed((why) => told.push(why));
  await tcp.open(never);
  let got = '';
  const fault = await (async () => {
    for (;;) got += text((await tcp.read(never)).bytes);
  })().catch((error: unknown) => error);
  expect(got).toBe('half a rep');
  expect(fault).toMatchObject({ code: 'INSTRUMENT_CLOSED' });
  expect(tcp.state).toBe('closed');
  expect(told).toHaveLength(1);
  await expect(tcp.write(bytes('x'), never)).rejects.toMatchObject({ code: 'INSTRUMENT_CLOSED' });
  expect(() => tcp.writeNow(bytes('x'))).toThrow(expect.objectContaining({ code: 'INSTRUMENT_CLOSED' }));
});

test('a reply without end is paused at the limit, and comes whole when it is read', async () => {
  const total = 24 << 20;
  const server = await serve((socket) => socket.write(Buffer.alloc(total, 0x61)));
  const limit = 64 << 10;
  const tcp = link(server.port, { receiveLimit: limit });
  await tcp.open(never);
  const first = await tcp.read(never);
  const socket = server.sockets[0];
  if (socket === undefined) throw new Error('no socket');
  // The server cannot get rid of everything while nobody reads: most of it stays on its own side.
  await new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));
  expect(socket.writableLength).toBeGreaterThan(0);
  let got = first.bytes.length;
  while (got < total) got += (await tcp.read(never)).bytes.length;
  expect(got).toBe(total);
});

test('bytes that are split anywhere arrive in order', async () => {
  const reply = '+3.30000000E+00\r\n';
  const server = await serve((socket) => {
    let at = 0;
    const next = (): void => {
      const byte = reply[at++];
      if (byte !== undefined) socket.write(byte, () => setImmediate(next));
    };
    next();
  });
  const tcp = link(server.port);
  await tcp.open(never);
  let got = '';
  while (got.length < reply.length) got += text((await tcp.read(never)).bytes);
  expect(got).toBe(reply);
});

test('writeNow goes past a read that waits', async () => {
  const server = await serve((socket) => socket.on('data', (data) => socket.write(data)));
  const tcp = link(server.port);
  await tcp.open(never);
  const read = tcp.read(never);
  tcp.writeNow(bytes('OUTP:ALL OFF\n'));
  expect(text((await read).bytes)).toBe('OUTP:ALL OFF\n');
});

test('writeNow throws when not all of it is taken, although nothing was stuck before', async () => {
  const server = await serve((socket) => socket.pause());
  const tcp = link(server.port);
  await tcp.open(never);
  expect(() => tcp.writeNow(Buffer.alloc(64 << 20))).toThrow(
    expect.objectContaining({ code: 'INSTRUMENT_TIMEOUT' }),
  );
});

test('writeNow throws when the instrument has stopped taking bytes; the stuck write ends with its signal', async () => {
  const server = await serve((socket) => socket.pause());
  const tcp = link(server.port);
  await tcp.open(never);
  const giveUp = new AbortController();
  const stuck = tcp.write(Buffer.alloc(64 << 20), giveUp.signal);
  expect(() => tcp.writeNow(bytes('OUTP:ALL OFF\n'))).toThrow(
    expect.objectContaining({ code: 'INSTRUMENT_TIMEOUT' }),
  );
  giveUp.abort(new Fault('INSTRUMENT_TIMEOUT', 'It takes nothing.'));
  await expect(stuck).rejects.toMatchObject({ code: 'INSTRUMENT_TIMEOUT' });
  // Half a message is out: nothing may follow it on this link.
  expect(tcp.state).toBe('closed');
});

test('close says goodbye first: the server sees the end, not a reset', async () => {
  let ended: (how: string) => void = () => undefined;
  const how = new Promise<string>((resolve) => {
    ended = resolve;
  });
  const server = await serve((socket) => {
    socket.on('end', () => ended('end'));
    socket.on('error', (error) => ended(error.message));
    socket.resume();
  });
  const tcp = link(server.port);
  await tcp.open(never);
  const told: string[] = [];
  tcp.onClosed((why) => told.push(why));
  await tcp.close();
  expect(await how).toBe('end');
  expect(told).toEqual([]);
});

test('close is clean although much was never read', async () => {
  let ended: (how: string) => void = () => undefined;
  const how = new Promise<string>((resolve) => {
    ended = resolve;
  });
  const server = await serve((socket) => {
    socket.on('end', () => ended('end'));
    socket.on('error', (error) => ended(error.message));
    socket.resume();
    socket.write(Buffer.alloc(1 << 20));
  });
  const tcp = link(server.port, { receiveLimit: 1 });
  await tcp.open(never);
  await tcp.read(never);
  await tcp.close();
  expect(await how).toBe('end');
});

test('close does not wait for a host that never closes its side', async () => {
  const server = await serve((socket) => socket.resume(), { allowHalfOpen: true });
  const tcp = link(server.port, { closeMs: 30 });
  await tcp.open(never);
  await tcp.close();
  expect(tcp.state).toBe('closed');
});

test('abort drops the link at once, and a fresh open works', async () => {
  const server = await serve((socket) => socket.write('hello\n'));
  const tcp = link(server.port);
  await tcp.open(never);
  const read = tcp.read(never);
  await read;
  const second = tcp.read(never);
  await tcp.abort();
  await expect(second).rejects.toMatchObject({ code: 'INSTRUMENT_CLOSED' });
  await tcp.open(never);
  expect(text((await tcp.read(never)).bytes)).toBe('hello\n');
  const gone = once(server.sockets[1] as Socket, 'close');
  await tcp.abort();
  await gone;
});
