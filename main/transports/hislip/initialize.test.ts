import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { loopback } from '#main/transports/loopback.fixture.ts';
import { fault, link, never, serve } from './links.fixture.ts';
import { message } from './server.fixture.ts';

describe('no link', () => {
  test('a host that does not exist', async () => {
    const made = link(4880, { host: 'no-such-instrument.invalid' });
    expect(await fault(made.open(never))).toMatchObject({
      code: 'INSTRUMENT_UNREACHABLE',
      message: expect.stringContaining('no-such-instrument.invalid'),
    });
    expect(made.state).toBe('closed');
  });

  test('a host that refuses', async () => {
    const server = await loopback(() => undefined);
    await server.close();
    expect(await fault(link(server.port).open(never))).toMatchObject({
      code: 'INSTRUMENT_UNREACHABLE',
      message: expect.stringContaining('refused'),
    });
  });

  test('a host that nobody answers at ends at the deadline of the connection', async () => {
    // A process that listens and then does nothing for ever: once its backlog is full, nobody answers any more.
    const listen = `const s = require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
      require('fs').writeSync(1, String(s.address().port));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
    });`;
    const child = spawn(process.execPath, ['-e', listen], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const [port] = (await once(child.stdout, 'data')) as [Buffer];
      const tries = Array.from({ length: 8 }, () =>
        fault(link(Number(String(port)), { connectMs: 150, answerMs: 150 }).open(never)),
      );
      const faults = (await Promise.all(tries)) as Fault[];
      expect(new Set(faults.map(({ code }) => code))).toEqual(new Set(['INSTRUMENT_UNREACHABLE']));
      expect(faults.map((each) => each.message)).toContain(
        `127.0.0.1 port ${String(port)} did not answer within 150 ms.`,
      );
    } finally {
      child.kill('SIGKILL');
    }
  });

  // Message 0: the synchronous channel. 17: the asynchronous one. 15: how long messages may be.
  test.each([0, 17, 15])('accepts, and says nothing to message %i', async (type) => {
    const server = await serve();
    server.handlers[type] = () => undefined;
    const made = link(server.port, { answerMs: 30 });
    expect(await fault(made.open(never))).toMatchObject({
      code: 'INSTRUMENT_UNREACHABLE',
      message: expect.stringContaining('within 30 ms'),
      remedy: expect.stringContaining('sub-address'),
    });
    expect(made.state).toBe('closed');
    for (const socket of server.sockets)
      if (!socket.closed) await new Promise((r) => socket.once('close', r));
  });

  test.each([0, 17, 15])('is given up while it waits for the answer to message %i', async (type) => {
    const server = await serve();
    const giveUp = new AbortController();
    server.handlers[type] = () => giveUp.abort(new Fault('INSTRUMENT_UNREACHABLE', 'given up'));
    const made = link(server.port);
    expect(await fault(made.open(giveUp.signal))).toMatchObject({ message: 'given up' });
    expect(made.state).toBe('closed');
  });

  test.each(['abort', 'close'] as const)('%s while it is being opened', async (how) => {
    const server = await serve();
    server.handlers[17] = () => undefined;
    const made = link(server.port);
    const opening = fault(made.open(never));
    await expect.poll(() => server.peers.at(-1)?.seen.length).toBe(2);
    await made[how]();
    expect(await opening).toMatchObject({ code: 'INSTRUMENT_CLOSED' });
    expect(made.state).toBe('closed');
  });

  test.each([
    [0, 'sync', 3],
    [17, 'async', 3],
    [17, 'sync', 4],
    [15, 'async', 0],
    [15, 'async', 77],
  ] as const)(
    'FatalError as answer to message %i, on the %s channel, code %i',
    async (type, channel, code) => {
      const server = await serve();
      server.handlers[type] = (peer) => peer.say(channel, message(2, code, 0, 'No such device.\u0007'));
      const made = link(server.port, { subAddress: 'hislip7' });
      expect(await fault(made.open(never))).toMatchObject({
        code: 'INSTRUMENT_UNREACHABLE',
        message: expect.stringMatching(/^The instrument ended the link: .+ \("No such device"\)\.$/),
        remedy: expect.stringContaining(code === 4 ? 'places' : '"hislip7"'),
      });
      expect(made.state).toBe('closed');
    },
  );

  test('a sub-address that does not exist: the connection is closed without a word', async () => {
    const server = await serve();
    server.handlers[0] = (peer) => peer.sync.end();
    expect(await fault(link(server.port, { subAddress: 'nowhere' }).open(never))).toMatchObject({
      code: 'INSTRUMENT_UNREACHABLE',
      remedy: expect.stringContaining('"nowhere"'),
    });
  });

  test('Error as answer to Initialize', async () => {
    const server = await serve();
    server.handlers[0] = (peer) => peer.say('sync', message(3, 1));
    expect(await fault(link(server.port).open(never))).toMatchObject({
      message: expect.stringContaining('does not know this kind of message'),
    });
  });

  test.each([2, 4, 6])(
    'an instrument that wants encryption (features %i) is refused in words',
    async (bits) => {
      const server = await serve();
      server.handlers[0] = (peer) => peer.say('sync', message(1, bits, (0x0200 << 16) | peer.sessionId));
      expect(await fault(link(server.port).open(never))).toMatchObject({
        code: 'INSTRUMENT_UNREACHABLE',
        message: expect.stringContaining('encrypted'),
      });
      expect(await server.peer.got(2)).toMatchObject({ channel: 'sync', control: 5 });
    },
  );

  test.each(['', 'short', Buffer.alloc(8)])('a maximum message size that is none (%j)', async (payload) => {
    const server = await serve();
    server.handlers[15] = (peer) => peer.say('async', message(16, 0, 0, payload));
    expect(await fault(link(server.port).open(never))).toMatchObject({ code: 'INSTRUMENT_REPLY' });
  });

  test('a raw SCPI socket, a web server: not HiSLIP', async () => {
    for (const banner of ['Welcome\r\n', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'H', '\0']) {
      const server = await loopback((socket) => socket.end(banner));
      expect(await fault(link(server.port, { answerMs: 500 }).open(never))).toMatchObject({
        code: banner === 'H' ? 'INSTRUMENT_UNREACHABLE' : 'INSTRUMENT_REPLY',
      });
      await server.close();
    }
  });
});
