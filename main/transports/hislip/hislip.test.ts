import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test, vi } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { ask, bytes, fault, never, open, sent, serve, settled, whole } from './links.fixture.ts';
import { message, type Peer } from './server.fixture.ts';

const first = 0xffffff00;

describe('a link', () => {
  test('begins as the specification says, byte for byte', async () => {
    const server = await serve();
    const raw: string[] = [];
    server.onConnection = (socket) => {
      const at = raw.push('') - 1;
      socket.on('data', (data: Buffer) => {
        raw[at] += data.toString('hex');
      });
    };
    const { hislip } = await open(server, { cap: 64_000_000 });
    expect(hislip.state).toBe('open');
    expect(hislip.agreed).toEqual({ version: '2.0', sessionId: 0x1200, overlap: false });
    await ask(hislip, '*IDN?');
    expect(raw).toEqual([
      // Initialize, version 2.0, vendor xx, 7 bytes: hislip0. Then DataEnd, id 0xFFFFFF00, 6 bytes.
      '48530000020078780000000000000007686973' + '6c697030' + '48530700ffffff0000000000000000062a49444e3f0a',
      // AsyncInitialize with the session's id. AsyncMaximumMessageSize, 8 bytes: 64,000,000.
      '48531100000012000000000000000000' + '48530f000000000000000000000000080000000003d09000',
    ]);
  });

  test('takes the lower of both versions, and reads encryption bits in the second one only', async () => {
    const server = await serve();
    server.handlers[0] = (peer) => peer.say('sync', message(1, 6, (0x0100 << 16) | peer.sessionId));
    const { hislip } = await open(server);
    expect(hislip.agreed?.version).toBe('1.0');
    server.handlers[0] = (peer) => peer.say('sync', message(1, 0, (0x0301 << 16) | peer.sessionId));
    expect((await open(server)).hislip.agreed?.version).toBe('2.0');
  });

  test('small writes are not held back to be joined: TCP_NODELAY is set on both connections', async () => {
    // This server leaves its own ends alone, so that only the transport can have asked for it.
    const server = await serve({ noDelay: false });
    const probe = connect({ host: '127.0.0.1', port: server.port });
    await once(probe, 'connect');
    // All connections of a process share the prototype of what stands for them in the operating system.
    const shared: { setNoDelay(on: boolean): number } = Object.getPrototypeOf(Reflect.get(probe, '_handle'));
    probe.destroy();
    const asked = vi.spyOn(shared, 'setNoDelay');
    try {
      await open(server);
      expect(asked.mock.calls).toEqual([[true], [true]]);
    } finally {
      asked.mockRestore();
    }
  });

  test('both connections say goodbye', async () => {
    const server = await serve();
    const { hislip } = await open(server);
    const ends = server.sockets.map((socket) => new Promise<void>((resolve) => socket.once('end', resolve)));
    const told: string[] = [];
    hislip.onClosed((why) => told.push(why));
    await hislip.close();
    await Promise.all(ends);
    expect(ends).toHaveLength(2);
    expect([hislip.state, told]).toEqual(['closed', []]);
  });

  test('is opened again after it was closed, and after it was given up', async () => {
    const server = await serve();
    const { hislip } = await open(server);
    await hislip.close();
    await hislip.open(never);
    expect(await ask(hislip, 'A?')).toBe('re A?\n');
    await hislip.abort();
    await hislip.open(never);
    expect(await ask(hislip, 'B?')).toBe('re B?\n');
    expect(await fault(hislip.open(never))).toMatchObject({ code: 'INTERNAL' });
  });
});

describe('messages out', () => {
  test('ids go up by two, a trigger counts', async () => {
    const { hislip, peer } = await open(await serve());
    expect(await ask(hislip, 'A?')).toBe('re A?\n');
    expect(await ask(hislip, 'B?')).toBe('re B?\n');
    expect(await hislip.trigger(never)).toBe(true);
    await hislip.write(bytes('C\n'), never);
    await peer.got(7, 3);
    // Control 1: a reply was delivered, told once.
    expect(sent(peer)).toEqual([
      [first, 0],
      [first + 2, 1],
      [first + 4, 1],
      [first + 6, 0],
    ]);
  });

  test('ids wrap at 32 bits', async () => {
    const { hislip, peer } = await open(await serve());
    for (let n = 0; n < 130; n++) await hislip.write(bytes('A\n'), never);
    await peer.got(7, 130);
    expect(sent(peer).map(([id]) => id)).toEqual(
      Array.from({ length: 130 }, (_, n) => (first + 2 * n) % 2 ** 32),
    );
  });

  test("are split at what the instrument takes, header and all, and the last one's reply is taken", async () => {
    const server = await serve();
    server.maximum = 26n;
    const { hislip, peer } = await open(server);
    expect(await ask(hislip, 'ABCDEFGHIJKLMNOPQRSTUVWX?')).toBe('re ABCDEFGHIJKLMNOPQRSTUVWX?\n');
    const pieces = peer.seen.filter(({ type }) => type === 6 || type === 7);
    expect(pieces.map(({ type, payload, parameter }) => [type, payload.length, parameter])).toEqual([
      [6, 10, first],
      [6, 10, first + 2],
      [7, 6, first + 4],
    ]);
  });

  test('an empty one is an empty DataEnd', async () => {
    const { hislip, peer } = await open(await serve());
    await hislip.write(new Uint8Array(0), never);
    expect((await peer.got(7)).payload).toHaveLength(0);
  });

  test('go out past a read that waits, in the same turn', async () => {
    const server = await serve();
    server.answer = () => null;
    const { hislip, peer } = await open(server);
    await hislip.write(bytes('SLOW?\n'), never);
    const read = hislip.read(never);
    hislip.writeNow(bytes('OUTP OFF\n'));
    const off = await peer.got(7, 2);
    expect(off.payload.toString()).toBe('OUTP OFF\n');
    // The old answer is no answer to what was sent last.
    peer.reply('late\n', first);
    peer.reply('fresh\n', off.parameter);
    expect(Buffer.from((await read).bytes).toString()).toBe('fresh\n');
  });

  test('writeNow throws when not all of it is taken', async () => {
    const server = await serve();
    const { hislip, peer } = await open(server);
    peer.sync.pause();
    const big = Buffer.alloc(64 << 20);
    expect(() => hislip.writeNow(big)).toThrow(expect.objectContaining({ code: 'INSTRUMENT_TIMEOUT' }));
    expect(() => hislip.writeNow(bytes('OFF\n'))).toThrow(
      expect.objectContaining({ code: 'INSTRUMENT_TIMEOUT' }),
    );
  });

  test('a write that is given up half-way ends the link', async () => {
    const { hislip, peer } = await open(await serve());
    peer.sync.pause();
    const giveUp = new AbortController();
    const stuck = hislip.write(Buffer.alloc(64 << 20), giveUp.signal);
    giveUp.abort(new Fault('INSTRUMENT_TIMEOUT', 'It takes nothing.'));
    expect(await fault(stuck)).toMatchObject({ code: 'INSTRUMENT_TIMEOUT' });
    expect(hislip.state).toBe('closed');
  });
});

describe('replies, synchronized', () => {
  test('Data of any id and DataEnd of the last one are one reply', async () => {
    const server = await serve();
    server.answer = () => null;
    const { hislip, peer } = await open(server);
    await hislip.write(bytes('A?\n'), never);
    await peer.got(7);
    peer.say('sync', message(6, 0, 0xffffffff, 'one '));
    peer.say('sync', message(6, 0, first, 'two '));
    peer.say('sync', message(7, 0, first, 'three\n'));
    expect(await whole(hislip)).toBe('one two three\n');
  });

  test('an old id never answers the next question, whole or in part', async () => {
    const server = await serve();
    server.answer = () => null;
    const { hislip, peer } = await open(server);
    await hislip.write(bytes('A?\n'), never);
    const giveUp = new AbortController();
    const read = hislip.read(giveUp.signal);
    const late = new Fault('INSTRUMENT_TIMEOUT', 'late');
    giveUp.abort(late);
    expect(await fault(read)).toBe(late);
    await hislip.write(bytes('B?\n'), never);
    const { parameter } = await peer.got(7, 2);
    peer.say('sync', message(6, 0, 0xffffffff, 'old '));
    peer.reply('old A\n', first);
    peer.say('sync', message(6, 0, first, 'old '));
    // IVI-6.1 lets Data alone have no id.
    peer.say('sync', message(7, 0, 0xffffffff, 'no id\n'));
    peer.reply('new B\n', parameter);
    expect(await whole(hislip)).toBe('new B\n');
  });

  test('what was not read when the next message goes out is dropped, and not called delivered', async () => {
    const { hislip, peer } = await open(await serve());
    await hislip.write(bytes('A?\n'), never);
    await peer.got(7);
    await settled(hislip);
    expect(await ask(hislip, 'B?')).toBe('re B?\n');
    expect(sent(peer)).toEqual([
      [first, 0],
      [first + 2, 0],
    ]);
  });

  test('a reply that nobody asked for is dropped', async () => {
    const { hislip, peer } = await open(await serve());
    peer.reply('hello\n', 0xfffffffe);
    peer.reply('hello\n', 0xfffffefe + 2);
    await settled(hislip);
    expect(await ask(hislip, 'A?')).toBe('re A?\n');
  });

  test('a reply of 16 MB comes whole', async () => {
    const server = await serve();
    server.answer = () => null;
    const { hislip, peer } = await open(server);
    await hislip.write(bytes('CURV?\n'), never);
    await peer.got(7);
    const body = Buffer.alloc(16 << 20, 'wave');
    peer.say('sync', message(7, 0, first, body));
    const parts: Uint8Array[] = [];
    for (let end = false; !end; ) {
      const part = await hislip.read(never);
      parts.push(part.bytes);
      ({ end } = part);
    }
    expect(Buffer.concat(parts).equals(body)).toBe(true);
  });
});

describe('replies, overlap', () => {
  test("the instrument's own ids are not matched to ours", async () => {
    const server = await serve();
    server.overlap = true;
    const { hislip, peer } = await open(server);
    expect(hislip.agreed?.overlap).toBe(true);
    await hislip.write(bytes('A\n'), never);
    expect(await ask(hislip, 'B?')).toBe('re B?\n');
    peer.status = 16;
    expect(await hislip.statusByte(never)).toBe(16);
    // Of the last reply that was delivered: the instrument's second, because its fixture counts each message in.
    const query = await peer.got(21);
    expect([query.parameter, query.control]).toEqual([first, 1]);
  });

  test('a device clear keeps the mode that the instrument prefers, and adopts what it acknowledges', async () => {
    const server = await serve();
    server.overlap = true;
    const { hislip, peer } = await open(server);
    await hislip.clear(never);
    expect((await peer.got(8)).control).toBe(1);
    expect(hislip.agreed?.overlap).toBe(true);
    // A command without an answer: from here on, the instrument's ids are not ours.
    await hislip.write(bytes('X\n'), never);
    expect(await ask(hislip, 'A?')).toBe('re A?\n');
    // The instrument acknowledges another mode than it preferred: its word counts.
    server.handlers[8] = (other: Peer) => {
      server.overlap = false;
      other.say('sync', message(9, 0));
    };
    await hislip.clear(never);
    expect(hislip.agreed?.overlap).toBe(false);
    await hislip.write(bytes('B?\n'), never);
    expect(await whole(hislip)).toBe('re B?\n');
  });
});
