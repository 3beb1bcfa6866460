import { describe, expect, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { ask, bytes, fault, never, open, sent, serve, settled, whole } from './links.fixture.ts';
import { message } from './server.fixture.ts';

const first = 0xffffff00;

describe('status byte', () => {
  test('asks with the id of the message sent last, and tells of a delivered reply once', async () => {
    const { hislip, peer } = await open(await serve());
    peer.status = 0x41;
    expect(await hislip.statusByte(never)).toBe(0x41);
    await ask(hislip, 'A?');
    await hislip.statusByte(never);
    await hislip.statusByte(never);
    await hislip.write(bytes('B\n'), never);
    await peer.got(7, 2);
    expect(peer.seen.filter(({ type }) => type === 21).map((seen) => [seen.parameter, seen.control])).toEqual(
      [
        [0xfffffefe, 0],
        [first, 1],
        [first, 0],
      ],
    );
    expect(sent(peer)).toEqual([
      [first, 0],
      [first + 2, 0],
    ]);
  });

  test('comes while a question waits for its answer', async () => {
    const server = await serve();
    server.answer = () => null;
    const { hislip, peer } = await open(server);
    peer.status = 4;
    await hislip.write(bytes('SLOW?\n'), never);
    const read = whole(hislip);
    expect(await hislip.statusByte(never)).toBe(4);
    await peer.got(7);
    peer.reply('done\n');
    expect(await read).toBe('done\n');
  });

  test('the next message does not overtake a query that tells of a delivered reply', async () => {
    const server = await serve();
    const { hislip, peer } = await open(server);
    await ask(hislip, 'A?');
    let answer = (): void => undefined;
    server.handlers[21] = (_, __, usual) => {
      answer = usual;
    };
    const status = hislip.statusByte(never);
    const write = hislip.write(bytes('B\n'), never);
    await peer.got(21);
    expect(sent(peer)).toHaveLength(1);
    // An emergency waits for nobody.
    hislip.writeNow(bytes('OFF\n'));
    await peer.got(7, 2);
    answer();
    await status;
    await write;
    expect((await peer.got(7, 3)).payload.toString()).toBe('B\n');
  });

  test('an answer that comes too late is not the next one', async () => {
    const server = await serve();
    const { hislip, peer } = await open(server);
    server.handlers[21] = () => undefined;
    const giveUp = new AbortController();
    const query = hislip.statusByte(giveUp.signal);
    giveUp.abort(new Fault('INSTRUMENT_TIMEOUT', 'late'));
    expect(await fault(query)).toMatchObject({ code: 'INSTRUMENT_TIMEOUT' });
    const next = hislip.statusByte(never);
    await peer.got(21, 2);
    peer.say('async', message(22, 1));
    peer.say('async', message(22, 2));
    expect(await next).toBe(2);
  });

  test('null where the instrument does not know the question', async () => {
    const server = await serve();
    const { hislip } = await open(server);
    server.handlers[21] = (peer) => peer.say('async', message(3, 1, 0, 'Unrecognized message type'));
    expect(await hislip.statusByte(never)).toBeNull();
  });
});

test('a service request is told with its status byte, whatever else is going on', async () => {
  const server = await serve();
  server.answer = () => null;
  const { hislip, peer } = await open(server);
  const told: (number | null)[] = [];
  const stop = hislip.onServiceRequest((status) => told.push(status));
  await hislip.write(bytes('A?\n'), never);
  const read = whole(hislip);
  peer.say('async', message(20, 0x50));
  await settled(hislip);
  stop();
  peer.say('async', message(20, 0x60));
  await settled(hislip);
  expect(told).toEqual([0x50]);
  await peer.got(7);
  peer.reply('a\n');
  expect(await read).toBe('a\n');
});

test('remote, lockout and local have their codes; false where the instrument cannot', async () => {
  const server = await serve();
  const { hislip, peer } = await open(server);
  expect(await hislip.remote(false, never)).toBe(true);
  await hislip.write(bytes('A\n'), never);
  expect(await hislip.remote(true, never)).toBe(true);
  expect(await hislip.local(never)).toBe(true);
  expect(peer.seen.filter(({ type }) => type === 10).map((seen) => [seen.control, seen.parameter])).toEqual([
    [3, 0xfffffefe],
    [5, first],
    [2, first],
  ]);
  server.handlers[10] = (other) => other.say('async', message(3, 2, 0, 'Unrecognized control code'));
  expect(await hislip.local(never)).toBe(false);
});

describe('device clear', () => {
  test('asynchronous first, then synchronous; what was on its way is gone; ids begin anew', async () => {
    const server = await serve();
    server.answer = () => null;
    const { hislip, peer } = await open(server);
    await hislip.write(bytes('A?\n'), never);
    await peer.got(7);
    const read = whole(hislip);
    server.handlers[19] = (other, _, usual) => {
      other.reply('old\n', first);
      usual();
    };
    server.handlers[8] = (other, _, usual) => {
      // Ids begin anew: without draining, this would answer the next question.
      other.reply('older\n', first);
      other.say('sync', message(6, 0, 0xffffffff, 'part'));
      usual();
    };
    expect(await hislip.clear(never)).toBe(true);
    expect(await hislip.statusByte(never)).toBe(0);
    expect((await peer.got(21)).parameter).toBe(0xfffffefe);
    await hislip.write(bytes('B?\n'), never);
    const { parameter } = await peer.got(7, 2);
    expect(parameter).toBe(first);
    peer.reply('new\n');
    expect(await read).toBe('new\n');
    expect(peer.seen.map(({ type, channel }) => `${type} ${channel}`).slice(-5)).toEqual([
      '7 sync',
      '19 async',
      '8 sync',
      '21 async',
      '7 sync',
    ]);
  });

  test('nothing is written in the middle of it: the instrument would throw it away', async () => {
    const server = await serve();
    const { hislip, peer } = await open(server);
    let go = (): void => undefined;
    server.handlers[19] = (_, __, usual) => {
      go = usual;
    };
    const clear = hislip.clear(never);
    await peer.got(19);
    expect(() => hislip.writeNow(bytes('OFF\n'))).toThrow(expect.objectContaining({ code: 'LINK_DIRTY' }));
    expect(await fault(hislip.clear(never))).toMatchObject({ code: 'LINK_DIRTY' });
    const waiting = hislip.write(bytes('A\n'), never);
    const after = clear.then(() => hislip.write(bytes('B\n'), never));
    go();
    expect(await clear).toBe(true);
    await Promise.all([waiting, after]);
    await peer.got(7, 2);
    expect(peer.seen.slice(-4).map(({ type, payload }) => [type, payload.toString()])).toEqual([
      [19, ''],
      [8, ''],
      [7, 'A\n'],
      [7, 'B\n'],
    ]);
  });

  test.each([
    [19, 'asynchronous'],
    [8, 'synchronous'],
  ])('not acknowledged (message %i, %s half): it fails, and the link has ended', async (type) => {
    const server = await serve();
    const { hislip, peer } = await open(server);
    server.handlers[type] = () => undefined;
    const giveUp = new AbortController();
    const clear = hislip.clear(giveUp.signal);
    await peer.got(type);
    giveUp.abort(new Fault('LINK_DIRTY', 'no answer'));
    expect(await fault(clear)).toMatchObject({ code: 'LINK_DIRTY' });
    expect(hislip.state).toBe('closed');
  });

  test('refused: it fails, and the link has ended', async () => {
    const server = await serve();
    const { hislip } = await open(server);
    server.handlers[19] = (peer) => peer.say('async', message(3, 1));
    expect(await fault(hislip.clear(never))).toMatchObject({ code: 'INSTRUMENT_REPLY' });
    expect(hislip.state).toBe('closed');
  });

  test('behind an interruption that only one channel told of, nothing is owed any more', async () => {
    const server = await serve();
    const { hislip, peer } = await open(server);
    peer.say('async', message(14, 0, first));
    await settled(hislip);
    await hislip.clear(never);
    expect(await ask(hislip, 'A?')).toBe('re A?\n');
  });
});

describe('interrupted', () => {
  test.each(['async first', 'sync first'])(
    '%s: nothing is sent until both channels have told',
    async (order) => {
      const server = await serve();
      server.answer = () => null;
      const { hislip, peer } = await open(server);
      await hislip.write(bytes('A?\n'), never);
      await peer.got(7);
      peer.say('sync', message(6, 0, 0xffffffff, 'half of A '));
      const tell = {
        async: () => peer.say('async', message(14, 0, first)),
        sync: () => peer.say('sync', message(13, 0, first)),
      };
      const [one, two] = order === 'async first' ? [tell.async, tell.sync] : [tell.sync, tell.async];
      one();
      await settled(hislip);
      if (order === 'async first') {
        // Still of the interrupted answer: its Interrupted comes behind it.
        peer.reply('of A\n', first);
        await settled(hislip);
      }
      const write = hislip.write(bytes('B?\n'), never);
      await settled(hislip);
      expect(sent(peer)).toHaveLength(1);
      two();
      await write;
      await peer.got(7, 2);
      peer.reply('B\n');
      expect(await whole(hislip)).toBe('B\n');
    },
  );

  test.each(['async first', 'sync first'])(
    '%s: what comes before its Interrupted is no answer, even to somebody who waits',
    async (order) => {
      const server = await serve();
      server.answer = () => null;
      const { hislip, peer } = await open(server);
      await hislip.write(bytes('A?\n'), never);
      const read = whole(hislip);
      await peer.got(7);
      peer.say('sync', message(6, 0, 0xffffffff, 'half of what was '));
      if (order === 'async first') {
        peer.say('async', message(14, 0, first));
        await settled(hislip);
        peer.reply('interrupted\n', first);
      }
      peer.say('sync', message(13, 0, first));
      peer.reply('not interrupted\n', first);
      expect(await read).toBe('not interrupted\n');
    },
  );

  test('a write that waits for the other channel is given up with its signal, and nothing was sent', async () => {
    const server = await serve();
    const { hislip, peer } = await open(server);
    peer.say('async', message(14, 0, first));
    await settled(hislip);
    const giveUp = new AbortController();
    const write = hislip.write(bytes('A\n'), giveUp.signal);
    giveUp.abort(new Fault('INSTRUMENT_TIMEOUT', 'late'));
    expect(await fault(write)).toMatchObject({ code: 'INSTRUMENT_TIMEOUT' });
    expect([hislip.state, sent(peer)]).toEqual(['open', []]);
  });
});
