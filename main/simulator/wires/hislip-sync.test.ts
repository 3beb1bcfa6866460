import { afterEach, describe, expect, test } from 'vitest';
import { behind, Opened, parrot, taken } from './hislip.fixture.ts';
import type { HislipOptions } from './hislip-server.ts';

const opened = new Opened();
afterEach(() => opened.close());

async function start(options: HislipOptions = {}) {
  const instrument = parrot();
  const attached = behind(instrument);
  const { faults } = attached;
  const { port } = await opened.server([attached], options);
  return { instrument, faults, port, ...(await opened.pair(port)) };
}

describe('synchronized mode (IVI-6.1, 3.1)', () => {
  test('an answer has the number of the message that asked; Data and DataEnd make one message, numbers go around', async () => {
    const { sync, instrument } = await start();
    sync.send('4853 06 00 fffffffe 0000000000000003', 'VOL');
    sync.send('4853 07 00 00000000 0000000000000005', 'TAGE?');
    expect(await taken(sync)).toBe('4853 07 00 00000000 0000000000000009 VOLTAGE?\n');
    sync.send('4853 07 01 00000002 0000000000000002', 'A?');
    expect(await taken(sync)).toBe('4853 07 00 00000002 0000000000000003 A?\n');
    expect(instrument.heard).toEqual(['VOLTAGE?', 'A?']);
    expect(instrument.status.errors.length).toBe(0);
  });

  test('bytes one by one are the same message', async () => {
    const { sync } = await start();
    for (const byte of '48530700ffffff000000000000000002413f'.match(/../g) ?? []) {
      sync.send(byte);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await taken(sync)).toBe('4853 07 00 ffffff00 0000000000000003 A?\n');
  });

  test('a program message that ends inside a Data message is answered with the number for none until its end', async () => {
    const { sync, async } = await start();
    async.send('4853 0f 00 00000000 0000000000000008 0000000000000018');
    await async.take(24);
    sync.send('4853 06 00 ffffff00 0000000000000008', 'BIG 10?\n');
    expect([await taken(sync), await taken(sync)]).toEqual([
      '4853 06 00 ffffffff 0000000000000008 xxxxxxxx',
      '4853 07 00 ffffff00 0000000000000002 x\n',
    ]);
  });

  test('interrupted: a message that comes before its answer is on its way takes the answer’s place, and both channels say so', async () => {
    const { sync, async, instrument } = await start();
    sync.send(
      `4853 07 00 ffffff00 0000000000000002 ${hex('A?')} 4853 07 00 ffffff02 0000000000000002 ${hex('B?')}`,
    );
    expect(await taken(async)).toBe('4853 0e 00 ffffff02 0000000000000000');
    expect(await taken(sync)).toBe('4853 0d 00 ffffff02 0000000000000000');
    expect(await taken(sync)).toBe('4853 07 00 ffffff02 0000000000000003 B?\n');
    expect(instrument.heard).toEqual(['A?', 'B?']);
    expect(instrument.status.errors.shift()).toMatch(/^-410/);
    expect(instrument.status.errors.length).toBe(0);
  });

  test('interrupted while the instrument is at work, by a trigger', async () => {
    const { sync, async, faults, instrument } = await start();
    faults.slowMs = 20;
    sync.send('4853 07 00 ffffff00 0000000000000002', 'A?');
    sync.send('4853 0c 00 ffffff02 0000000000000000');
    expect(await taken(async)).toBe('4853 0e 00 ffffff02 0000000000000000');
    expect(await taken(sync)).toBe('4853 0d 00 ffffff02 0000000000000000');
    sync.send('4853 07 00 ffffff04 0000000000000002', 'C?');
    expect(await taken(sync)).toBe('4853 07 00 ffffff04 0000000000000003 C?\n');
    expect(instrument.heard).toEqual(['A?', '*TRG', 'C?']);
  });

  test('commands without an answer follow each other and interrupt nothing', async () => {
    const { sync, async, instrument } = await start();
    sync.send(`4853 07 00 ffffff00 0000000000000001 41 4853 07 00 ffffff02 0000000000000002 ${hex('B?')}`);
    expect(await taken(sync)).toBe('4853 07 00 ffffff02 0000000000000003 B?\n');
    expect(async.waiting).toBe(0);
    expect(instrument.status.errors.length).toBe(0);
  });

  test('an answer that was sent and not taken (RMT) is an error that the client is not told of', async () => {
    const { sync, async, instrument } = await start();
    sync.send('4853 07 00 ffffff00 0000000000000002', 'A?');
    await taken(sync);
    // RMT-delivered is 0, and an answer is out.
    sync.send('4853 07 00 ffffff02 0000000000000002', 'B?');
    expect(await taken(sync)).toBe('4853 07 00 ffffff02 0000000000000003 B?\n');
    expect([sync.waiting, async.waiting]).toEqual([0, 0]);
    expect(instrument.status.errors.shift()).toMatch(/^-410/);
    // RMT-delivered is 1, then 1 again where nothing is out.
    sync.send('4853 07 01 ffffff04 0000000000000001', 'C');
    sync.send('4853 07 01 ffffff06 0000000000000002', 'D?');
    await taken(sync);
    expect(instrument.status.errors.shift()).toMatch(/^-410/);
    expect(instrument.status.errors.length).toBe(0);
  });

  test('an answer with more bytes than the client takes comes in pieces', async () => {
    const { sync, async } = await start();
    async.send('4853 0f 00 00000000 0000000000000008 0000000000000014');
    expect((await async.take(24)).toString('hex')).toBe('485310000000000000000000000000080000000000100000');
    sync.send('4853 07 00 ffffff00 0000000000000008', 'BIG 10?\n');
    expect([await taken(sync), await taken(sync), await taken(sync)]).toEqual([
      '4853 06 00 ffffff00 0000000000000004 xxxx',
      '4853 06 00 ffffff00 0000000000000004 xxxx',
      '4853 07 00 ffffff00 0000000000000002 x\n',
    ]);
  });

  test('a message longer than the server takes is passed over with Error 4, and what it is part of never runs', async () => {
    const { sync, instrument } = await start({ maxMessageBytes: 16 });
    sync.send('4853 06 00 ffffff00 0000000000000004', 'VOLT');
    sync.send('4853 06 00 ffffff02 0000000000000011', ' 3'.padEnd(17, '0'));
    sync.send('4853 07 00 ffffff04 0000000000000001', '0');
    expect(await taken(sync)).toMatch(/^4853 03 04 00000000 /);
    sync.send('4853 07 00 ffffff06 0000000000000002', 'A?');
    expect(await taken(sync)).toBe('4853 07 00 ffffff06 0000000000000003 A?\n');
    expect(instrument.heard).toEqual(['A?']);
    expect(instrument.status.errors.shift()).toMatch(/^-363/);
  });

  test('a length of 2^64 - 1 costs no memory, and other clients go on', async () => {
    const { sync, async, port } = await start();
    sync.send('4853 07 00 ffffff00 ffffffffffffffff', 'x'.repeat(100_000));
    expect(await taken(sync)).toMatch(/^4853 03 04 /);
    async.send('4853 13 00 00000000 0000000000000000');
    expect(await taken(async)).toBe('4853 17 00 00000000 0000000000000000');
    const other = await opened.pair(port);
    other.sync.send('4853 07 00 ffffff00 0000000000000002', 'A?');
    expect(await taken(other.sync)).toMatch(/^4853 07 /);
  });

  test('types and control codes that mean nothing are errors that end nothing', async () => {
    const { sync, async, instrument } = await start();
    sync.send('4853 1a 00 00000000 0000000000000000');
    expect(await taken(sync)).toMatch(/^4853 03 01 /);
    sync.send('4853 fe 00 00000000 0000000000000003', 'abc');
    expect(await taken(sync)).toMatch(/^4853 03 03 /);
    // A status query belongs to the other channel.
    sync.send('4853 15 00 ffffff00 0000000000000000');
    expect(await taken(sync)).toMatch(/^4853 03 01 /);
    async.send('4853 07 00 ffffff00 0000000000000001', 'A');
    expect(await taken(async)).toMatch(/^4853 03 01 /);
    sync.send('4853 07 40 ffffff00 0000000000000001', 'A');
    expect(await taken(sync)).toMatch(/^4853 03 02 /);
    async.send('4853 0a 07 00000000 0000000000000000');
    expect(await taken(async)).toMatch(/^4853 03 02 /);
    sync.send('4853 03 00 00000000 0000000000000000');
    sync.send('4853 07 00 ffffff02 0000000000000002', 'B?');
    expect(await taken(sync)).toBe('4853 07 00 ffffff02 0000000000000003 B?\n');
    expect(instrument.heard).toEqual(['B?']);
  });

  test('bytes that are no header end both channels', async () => {
    const { sync, async } = await start();
    sync.send('4853 07 00 ffffff00 0000000000000002', 'A?');
    await taken(sync);
    sync.send('00', 'HS and so on, sixteen');
    expect(await taken(sync)).toMatch(/^4853 02 01 /);
    await Promise.all([sync.closed, async.closed]);
  });

  test('a fatal error of the client ends both channels', async () => {
    const { sync, async } = await start();
    sync.send('4853 02 00 00000000 0000000000000000');
    await Promise.all([sync.closed, async.closed]);
    expect(sync.waiting).toBe(0);
  });

  test('what is wrong with the instrument is wrong here too: no end, half an answer, cut off', async () => {
    const { sync, async, faults } = await start();
    faults.unterminated = true;
    sync.send('4853 07 00 ffffff00 0000000000000002', 'A?');
    expect(await taken(sync)).toBe('4853 06 00 ffffff00 0000000000000002 A?');
    faults.clear();
    faults.closing = true;
    sync.send('4853 07 00 ffffff02 0000000000000002', 'B?');
    await Promise.all([sync.closed, async.closed]);
  });

  test('a flood waits for a client that does not read, and a device clear ends it', async () => {
    const { sync, async, faults } = await start();
    faults.flood = true;
    sync.socket.pause();
    sync.send('4853 07 00 ffffff00 0000000000000002', 'A?');
    async.send('4853 15 00 ffffff00 0000000000000000');
    expect(await taken(async)).toBe('4853 16 10 00000000 0000000000000000');
    faults.clear();
    async.send('4853 13 00 00000000 0000000000000000');
    expect(await taken(async)).toBe('4853 17 00 00000000 0000000000000000');
    sync.send('4853 08 00 00000000 0000000000000000');
    sync.socket.resume();
    let message = '';
    let pieces = 0;
    do {
      message = await taken(sync);
      pieces++;
    } while (message.startsWith('4853 06 '));
    expect(message).toBe('4853 09 00 00000000 0000000000000000');
    expect(pieces).toBeLessThan(1000);
  });
});

function hex(text: string): string {
  return Buffer.from(text, 'latin1').toString('hex');
}
