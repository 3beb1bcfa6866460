import { describe, expect, test } from 'vitest';
import type { Fault } from '#shared/faults.ts';
import { ask, bytes, fault, never, open, serve, settled, whole } from './links.fixture.ts';
import { message } from './server.fixture.ts';

const first = 0xffffff00;
const closed = (hislip: { onClosed(listener: (why: string) => void): unknown }): Promise<string> =>
  new Promise((resolve) => void hislip.onClosed(resolve));

describe('a link that ends', () => {
  test.each(['sync', 'async'] as const)('the %s channel closes and the other one stays', async (channel) => {
    const server = await serve();
    server.answer = () => null;
    const { hislip, peer } = await open(server);
    const told = closed(hislip);
    await hislip.write(bytes('A?\n'), never);
    const read = fault(whole(hislip));
    (channel === 'sync' ? peer.sync : peer.async)?.end();
    expect(await read).toMatchObject({ code: 'INSTRUMENT_CLOSED' });
    expect(await told).toBe('The instrument closed the connection.');
    expect(hislip.state).toBe('closed');
    for (const socket of server.sockets)
      if (!socket.closed) await new Promise((r) => socket.once('close', r));
    expect(await fault(hislip.write(bytes('B\n'), never))).toMatchObject({ code: 'INSTRUMENT_CLOSED' });
    expect(() => hislip.writeNow(bytes('OFF\n'))).toThrow(
      expect.objectContaining({ code: 'INSTRUMENT_CLOSED' }),
    );
    expect(await fault(hislip.statusByte(never))).toMatchObject({ code: 'INSTRUMENT_CLOSED' });
  });

  test('unplugged in the middle of a DataEnd: nothing of it is an answer', async () => {
    const server = await serve();
    server.answer = () => null;
    const { hislip, peer } = await open(server);
    await hislip.write(bytes('A?\n'), never);
    const read = fault(whole(hislip));
    await peer.got(7);
    peer.say('sync', message(7, 0, first, 'half of it').subarray(0, 20));
    await settled(hislip);
    peer.sync.destroy();
    expect(await read).toMatchObject({ code: 'INSTRUMENT_CLOSED' });
    expect(hislip.state).toBe('closed');
  });

  test.each(['sync', 'async'] as const)('FatalError on the %s channel', async (channel) => {
    const server = await serve();
    server.answer = () => null;
    const { hislip, peer } = await open(server);
    const told = closed(hislip);
    await hislip.write(bytes('A?\n'), never);
    const read = fault(whole(hislip));
    const status = fault(hislip.lock(null, 1_000, never));
    server.handlers[4] = () => undefined;
    peer.say(channel, message(2, 0, 0, 'Restarting'));
    expect(await read).toMatchObject({
      code: 'INSTRUMENT_CLOSED',
      message: 'The instrument ended the link: code 0 ("Restarting").',
    });
    await status;
    expect(await told).toContain('Restarting');
    expect(hislip.state).toBe('closed');
  });

  test.each(['sync', 'async'] as const)('a wrong prologue on the %s channel', async (channel) => {
    const server = await serve();
    server.answer = () => null;
    const { hislip, peer } = await open(server);
    await hislip.write(bytes('A?\n'), never);
    const read = fault(whole(hislip));
    peer.say(channel, Buffer.from('Hello'));
    expect(await read).toMatchObject({
      code: 'INSTRUMENT_REPLY',
      message: expect.stringContaining('HiSLIP'),
    });
    expect(await peer.got(2)).toMatchObject({ channel, control: 1 });
    expect(hislip.state).toBe('closed');
  });

  test.each([
    ['sync', 7, 1n << 63n],
    ['sync', 6, 64_000_001n],
    ['async', 22, (1n << 64n) - 1n],
    ['async', 99, 1n << 63n],
  ] as const)(
    'on the %s channel, message %i of %i bytes: nothing is allocated',
    async (channel, type, length) => {
      const server = await serve();
      server.answer = () => null;
      const { hislip, peer } = await open(server);
      const told = closed(hislip);
      await hislip.write(bytes('A?\n'), never);
      const read = fault(whole(hislip));
      await peer.got(7);
      peer.say(channel, message(type, 0, first, '', length));
      expect(await read).toMatchObject({ code: 'REPLY_TOO_LARGE' });
      expect(await peer.got(3)).toMatchObject({ channel, control: 4 });
      expect(await told).toContain(String(length));
      expect(hislip.state).toBe('closed');
    },
  );

  test('Data without end: not more than the cap', async () => {
    const server = await serve();
    server.answer = () => null;
    const { hislip, peer } = await open(server, { cap: 100_000 });
    await hislip.write(bytes('A?\n'), never);
    const read = fault(whole(hislip));
    await peer.got(7);
    for (let n = 0; n < 3; n++) peer.say('sync', message(6, 0, 0xffffffff, Buffer.alloc(40_000)));
    expect(await read).toMatchObject({ code: 'REPLY_TOO_LARGE' });
    expect(hislip.state).toBe('closed');
  });

  test('replies without end that nobody reads', async () => {
    const server = await serve();
    server.answer = () => null;
    const { hislip, peer } = await open(server);
    const told = closed(hislip);
    await hislip.write(bytes('A\n'), never);
    await peer.got(7);
    const one = message(7, 0, first);
    peer.say('sync', Buffer.concat(Array.from({ length: 2_000 }, () => one)));
    expect(await told).toContain('wait to be read');
    expect(hislip.state).toBe('closed');
  });
});

describe('a link that goes on', () => {
  test.each(['sync', 'async'] as const)(
    'unknown types on the %s channel are answered with Error there, those of vendors are not',
    async (channel) => {
      const server = await serve();
      const { hislip, peer } = await open(server);
      peer.say(channel, message(99, 7, 5, 'whatever'));
      peer.say(channel, message(200, 7, 5, 'of a vendor'));
      peer.say(channel, message(26, 0, 0));
      expect(await peer.got(3, 2)).toMatchObject({ channel, control: 1 });
      expect(await ask(hislip, 'A?')).toBe('re A?\n');
      await settled(hislip);
      expect(peer.seen.filter(({ type }) => type === 3)).toHaveLength(2);
    },
  );

  test('data on the asynchronous channel is an unknown message there, and no reply', async () => {
    const server = await serve();
    server.answer = () => null;
    const { hislip, peer } = await open(server);
    await hislip.write(bytes('A?\n'), never);
    await peer.got(7);
    peer.say('async', message(7, 0, first, 'wrong\n'));
    expect(await peer.got(3)).toMatchObject({ channel: 'async', control: 1 });
    peer.reply('right\n');
    expect(await whole(hislip)).toBe('right\n');
  });

  test('answers that nobody waits for are dropped', async () => {
    const server = await serve();
    const { hislip, peer } = await open(server);
    for (const type of [5, 11, 16, 18, 22, 23, 25]) peer.say('async', message(type, 1));
    for (const type of [1, 9]) peer.say('sync', message(type, 1));
    await settled(hislip);
    peer.status = 9;
    await hislip.statusByte(never);
    expect(await hislip.statusByte(never)).toBe(9);
    expect(await ask(hislip, 'A?')).toBe('re A?\n');
  });

  test('Error on the synchronous channel: whoever waits learns it, and so does who comes a moment later', async () => {
    const server = await serve();
    server.answer = () => null;
    const { hislip, peer } = await open(server);
    await hislip.write(bytes('A?\n'), never);
    const read = fault(whole(hislip));
    await peer.got(7);
    peer.say('sync', message(3, 4, 0, 'Message too large'));
    expect(await read).toMatchObject({
      code: 'INSTRUMENT_REPLY',
      message: 'The instrument refused a message: the message is too large for it ("Message too large").',
    });
    expect(hislip.state).toBe('open');
    await hislip.write(bytes('B?\n'), never);
    await peer.got(7, 2);
    peer.say('sync', message(3, 1));
    await settled(hislip);
    expect(await fault(whole(hislip))).toMatchObject({ code: 'INSTRUMENT_REPLY' });
    // What was refused was the message before: the next one starts clean.
    server.answer = () => 'fine\n';
    expect(await ask(hislip, 'C?')).toBe('fine\n');
  });

  test('Error on the asynchronous channel belongs to what was asked there', async () => {
    const server = await serve();
    const { hislip } = await open(server);
    server.handlers[24] = (peer) => peer.say('async', message(3, 128, 0, 'Busy'));
    expect(await fault(hislip.lockInfo(never))).toMatchObject({
      code: 'INSTRUMENT_REPLY',
      message: expect.stringContaining('code 128 ("Busy")'),
    });
    expect(hislip.state).toBe('open');
  });

  test('requests that are never answered are not piled up', async () => {
    const server = await serve();
    const { hislip } = await open(server);
    server.handlers[21] = () => undefined;
    const tries = Array.from({ length: 70 }, () => {
      const giveUp = new AbortController();
      const query = fault(hislip.statusByte(giveUp.signal));
      giveUp.abort();
      return query;
    });
    const codes = (await Promise.all(tries)).map((each) => (each as Fault).code);
    expect(codes.filter((code) => code === 'CANCELLED')).toHaveLength(64);
    expect(codes.filter((code) => code === 'INSTRUMENT_TIMEOUT')).toHaveLength(6);
  });
});
