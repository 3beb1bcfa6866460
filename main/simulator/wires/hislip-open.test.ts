import { afterEach, describe, expect, test } from 'vitest';
import { behind, Opened, parrot, taken } from './hislip.fixture.ts';

const opened = new Opened();
afterEach(() => opened.close());

describe('how a session opens (IVI-6.1, 6.1)', () => {
  test('Initialize and AsyncInitialize, byte by byte', async () => {
    const { port } = await opened.server([behind()]);
    const sync = await opened.connection(port);
    // Version 1.0, vendor XX, sub-address hislip0.
    sync.send('48 53 00 00 01 00 58 58 00 00 00 00 00 00 00 07', 'hislip0');
    // The lower of both versions, session 1, synchronized mode preferred.
    expect((await sync.take(16)).toString('hex')).toBe('48530100010000010000000000000000');
    const async = await opened.connection(port);
    async.send('48 53 11 00 00 00 00 01 00 00 00 00 00 00 00 00');
    expect((await async.take(16)).toString('hex')).toBe('4853120000004c4c0000000000000000');
    sync.send('48 53 07 00 ff ff ff 00 00 00 00 00 00 00 00 06', '*IDN?\n');
    expect(await taken(sync)).toBe('4853 07 00 ffffff00 0000000000000006 *IDN?\n');
  });

  test('the version is the lower one; overlap is offered in bit 0; no name means the first instrument', async () => {
    const { port } = await opened.server([behind()], { prefersOverlap: true, version: 0x0101 });
    const sync = await opened.connection(port);
    sync.send('4853 00 00 02005858 0000000000000000');
    expect(await taken(sync)).toBe('4853 01 01 01010001 0000000000000000');
  });

  test('several instruments on one port, each under its own name', async () => {
    const [one, two] = [parrot(), parrot()];
    const { port } = await opened.server([behind(one), behind(two)]);
    const a = await opened.pair(port, 'hislip1');
    const b = await opened.pair(port, 'HISLIP0');
    a.sync.send('4853 07 00 ffffff00 0000000000000002', 'A?');
    b.sync.send('4853 07 00 ffffff00 0000000000000002', 'B?');
    expect([await taken(a.sync), await taken(b.sync)]).toEqual([
      '4853 07 00 ffffff00 0000000000000003 A?\n',
      '4853 07 00 ffffff00 0000000000000003 B?\n',
    ]);
    expect([one.heard, two.heard]).toEqual([['B?'], ['A?']]);
  });

  test.each([
    ['an unknown sub-address', '4853 00 00 01005858 0000000000000007', 'hislip7', '03'],
    ['data before Initialize', '4853 07 00 ffffff00 0000000000000001', 'x', '03'],
    ['a session that does not exist', '4853 11 00 00001234 0000000000000000', '', '03'],
    ['a header that is none', '47455420 2f20485454502f312e310d0a', '', '01'],
    ['a sub-address of 2^63 bytes', '4853 00 00 01005858 8000000000000000', '', '03'],
  ])('%s is a fatal error, and the connection ends', async (_what, hex, text, code) => {
    const { port } = await opened.server([behind()]);
    const sync = await opened.connection(port);
    sync.send(hex, text);
    expect(await taken(sync)).toMatch(new RegExp(`^4853 02 ${code} 00000000 `));
    await sync.closed;
  });

  test('who talks with one channel alone is sent away with code 2', async () => {
    const { port } = await opened.server([behind()]);
    const sync = await opened.connection(port);
    sync.send('4853 00 00 01005858 0000000000000007', 'hislip0');
    await taken(sync);
    sync.send('4853 07 00 ffffff00 0000000000000005', '*IDN?');
    expect(await taken(sync)).toMatch(/^4853 02 02 /);
    await sync.closed;
  });

  test('who opens one channel alone, or says nothing at all, is waited for so long and no longer', async () => {
    const server = await opened.server([behind()], { pairMs: 30 });
    const mute = await opened.connection(server.port);
    const half = await opened.connection(server.port);
    half.send('4853 00 00 01005858 0000000000000007', 'hislip0');
    expect(await taken(half)).toMatch(/^4853 01 /);
    expect(await taken(half)).toMatch(/^4853 02 03 /);
    expect(await taken(mute)).toMatch(/^4853 02 03 /);
    await Promise.all([mute.closed, half.closed]);
    expect(server.clients).toBe(0);
  });

  test('Initialize twice is a fatal error of that channel, and takes the other with it', async () => {
    const { port } = await opened.server([behind()]);
    const { sync, async } = await opened.pair(port);
    sync.send('4853 00 00 01005858 0000000000000007', 'hislip0');
    expect(await taken(sync)).toMatch(/^4853 02 03 /);
    await Promise.all([sync.closed, async.closed]);
  });

  test('so many clients and no more; a place is free again when one has gone', async () => {
    const server = await opened.server([behind()], { maxClients: 1 });
    const first = await opened.pair(server.port);
    const second = await opened.connection(server.port);
    second.send('4853 00 00 01005858 0000000000000007', 'hislip0');
    expect(await taken(second)).toMatch(/^4853 02 04 /);
    await second.closed;
    first.async.close();
    await first.sync.closed;
    await opened.pair(server.port);
    expect(server.clients).toBe(1);
  });

  test('refusing: an instrument that restarts drops its clients, and is there again after it', async () => {
    const restarts = behind();
    const { faults } = restarts;
    const server = await opened.server([restarts, behind()]);
    const { sync } = await opened.pair(server.port);
    faults.refusing = true;
    await sync.closed;
    const again = await opened.connection(server.port);
    again.send('4853 00 00 01005858 0000000000000007', 'hislip0');
    await again.closed;
    faults.refusing = false;
    await opened.pair(server.port);
    expect(server.clients).toBe(1);
  });

  test('refusing, alone on its port: the port is closed meanwhile', async () => {
    const only = behind();
    const server = await opened.server([only]);
    const { sync } = await opened.pair(server.port);
    only.faults.refusing = true;
    await sync.closed;
    await expect(opened.connection(server.port)).rejects.toThrow('not connected');
  });

  test('what it is called, and one client at a time', async () => {
    const server = await opened.server([]);
    const { url, visa } = server.attach({ ...behind(), oneClient: true });
    expect(url).toBe(`hislip://127.0.0.1:${server.port}/hislip0`);
    expect(visa).toBe(`TCPIP::127.0.0.1::hislip0,${server.port}::INSTR`);
    await opened.pair(server.port);
    const second = await opened.connection(server.port);
    second.send('4853 00 00 01005858 0000000000000007', 'hislip0');
    expect(await taken(second)).toMatch(/^4853 02 04 /);
  });
});
