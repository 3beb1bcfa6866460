import { Socket } from 'node:net';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { flags, link, rpcClient, startVxi11, type Vxi11Client } from './vxi11.fixture.ts';
import { record } from './vxi11-records.ts';
import { xdr, xdrOpaque } from './vxi11-xdr.ts';

const identity = 'LabLink,SIM-DM1,SIM0003,1.0.0\n';
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

/** A call of the core channel, from its arguments on, and the results of the reply. */
const exchange = async (port: number, ...calls: [procedure: string, args: string][]): Promise<string[]> => {
  const rpc = await rpcClient(port);
  const results: string[] = [];
  for (const [procedure, args] of calls) {
    const head = `0000002a 00000000 00000002 000607af 00000001 ${procedure} 00000000 00000000 00000000 00000000`;
    rpc.send(record(hex(head + args)));
    const reply = await rpc.reply();
    expect(reply.toString('hex', 0, 24)).toBe('0000002a00000001' + '00000000'.repeat(4));
    results.push(reply.toString('hex', 24).replace(/.{8}(?=.)/g, '$& '));
  }
  return results;
};

describe('the core channel, byte for byte (VXI-11, appendix C)', () => {
  test('create_link, device_write, device_read, device_readstb, destroy_link', async () => {
    const { wire, client } = await startVxi11();
    const { abortPort } = await client();
    const abort = abortPort.toString(16).padStart(8, '0');
    expect(
      await exchange(
        wire.port,
        // clientId, lockDevice, lock_timeout, "inst0"
        ['0000000a', '00000001 00000000 00000000 00000005 696e7374 30000000'],
        // lid, io_timeout, lock_timeout, flags END, "*OPC?"
        ['0000000b', '00000001 000003e8 00000000 00000008 00000005 2a4f5043 3f000000'],
        // lid, flags, lock_timeout, io_timeout
        ['0000000d', '00000001 00000000 00000000 000003e8'],
        // lid, requestSize, io_timeout, lock_timeout, flags, termChar
        ['0000000c', '00000001 00000400 000003e8 00000000 00000000 00000000'],
        ['00000017', '00000001'],
      ),
    ).toEqual([
      `00000000 00000001 ${abort} 00000400`,
      '00000000 00000005',
      '00000000 00000010',
      '00000000 00000004 00000002 310a0000',
      '00000000',
    ]);
  });
});

describe('links', () => {
  test('names of any case, several links on one connection, each with its own answers; others are not there', async () => {
    const { wire } = await startVxi11();
    const rpc = await rpcClient(wire.port);
    const [one, two] = [await link(rpc), await link(rpc, 'INST0')] as Vxi11Client[];
    expect(one?.id).not.toBe(two?.id);
    await one?.write('*IDN?');
    expect(await two?.ask('*OPC?')).toBe('1\n');
    expect((await one?.read())?.text).toBe(identity);
    expect(await link(rpc, 'inst1')).toBe(3);
    expect(await link(rpc, '')).toBe(3);
    expect(await one?.destroy()).toBe(0);
    expect(await one?.destroy()).toBe(4);
    expect(await two?.ask('*OPC?')).toBe('1\n');
  });

  test('an identifier of no link, or of another connection, is error 4 everywhere', async () => {
    const { client } = await startVxi11();
    const other = await client();
    const c = await client();
    const stranger = Object.assign(Object.create(Object.getPrototypeOf(c)) as Vxi11Client, c, {
      id: other.id,
    });
    expect(await stranger.write('*IDN?')).toEqual([4, 0]);
    expect(await stranger.read()).toEqual({ error: 4, reason: 0, text: '' });
    expect(await stranger.generic(13)).toEqual([4, 0]);
    for (const procedure of [14, 15, 16, 17]) expect(await stranger.generic(procedure)).toEqual([4]);
    for (const [procedure, args] of [
      [18, xdr(other.id, 0, 0)],
      [19, xdr(other.id)],
      [20, Buffer.concat([xdr(other.id, 1), xdrOpaque(Buffer.from('h'))])],
      [22, Buffer.concat([xdr(other.id, 0, 0, 0, 0x20000, 1, 1), xdrOpaque(Buffer.from('x'))])],
      [23, xdr(other.id)],
    ] as const)
      expect(await c.error(procedure, args)).toBe(4);
    expect(await c.abort(99)).toBe(4);
    expect(await other.ask('*OPC?')).toBe('1\n');
  });

  test('one client: another link is error 9 until the first has ended, also by its connection', async () => {
    const { wire, client } = await startVxi11({ oneClient: true });
    const first = await client();
    expect(await link(await rpcClient(wire.port))).toBe(9);
    await first.destroy();
    const second = await client();
    second.rpc.socket.destroy();
    await expect.poll(async () => typeof (await link(await rpcClient(wire.port)))).toBe('object');
  });

  test('64 links and no more (R-23)', async () => {
    const { wire } = await startVxi11();
    const rpc = await rpcClient(wire.port);
    for (let each = 0; each < 64; each++) expect(await link(rpc)).toBeTypeOf('object');
    expect(await link(rpc)).toBe(9);
  });
});

describe('device_write and device_read', () => {
  test('a message in pieces: END with the last; more than maxRecvSize at once is error 5, and none of it arrives', async () => {
    const { client } = await startVxi11();
    const c = await client();
    expect(c.maxRecvSize).toBe(1024);
    expect(await c.write('*ID', 0)).toEqual([0, 3]);
    expect(await c.write('x'.repeat(1025))).toEqual([5, 0]);
    expect(await c.write('', flags.end)).toEqual([0, 0]);
    expect(await c.write('N?')).toEqual([0, 2]);
    expect(await c.read()).toEqual({ error: 0, reason: 4, text: identity });
    expect(await c.write(`*OPC?${' '.repeat(1019)}`)).toEqual([0, 1024]);
    expect((await c.read()).text).toBe('1\n');
  });

  test('why a read ends: as many as wanted, the character, END, and all together', async () => {
    const { client } = await startVxi11();
    const c = await client();
    await c.write('*IDN?');
    expect(await c.read(0)).toEqual({ error: 0, reason: 1, text: '' });
    expect(await c.read(4)).toEqual({ error: 0, reason: 1, text: 'LabL' });
    const comma = { how: flags.terminator, character: 0x2c };
    expect(await c.read(100, comma)).toEqual({ error: 0, reason: 2, text: 'ink,' });
    expect(await c.read(8, comma)).toEqual({ error: 0, reason: 3, text: 'SIM-DM1,' });
    const lf = { how: flags.terminator, character: 0x0a };
    expect(await c.read(14, lf)).toEqual({ error: 0, reason: 7, text: 'SIM0003,1.0.0\n' });
  });

  test('nothing to read: a timeout, and -420; half a reply: what there is, and a timeout', async () => {
    const { meter, client } = await startVxi11();
    const c = await client();
    expect(await c.read(100, { ms: 5 })).toEqual({ error: 15, reason: 0, text: '' });
    expect(await c.ask('SYST:ERR?')).toBe('-420,"Query UNTERMINATED"\n');
    meter.faults.partial = true;
    await c.write('*IDN?');
    expect(await c.read(100, { ms: 5 })).toEqual({ error: 15, reason: 0, text: 'LabLink,SIM-DM' });
    meter.faults.clear();
    expect(await c.ask('SYST:ERR?')).toBe('0,"No error"\n');
  });

  test('an answer that takes long is waited for; a message before it has been read is -410', async () => {
    const { meter, client } = await startVxi11();
    const c = await client();
    meter.faults.slowMs = 30;
    await c.write('*IDN?');
    expect((await c.read(100, { ms: 5 })).error).toBe(15);
    expect((await c.read()).text).toBe(identity);
    meter.faults.clear();
    await c.write('*IDN?');
    await c.write('*OPC?');
    expect((await c.read()).text).toBe('1\n');
    expect(await c.ask('SYST:ERR?')).toBe('-410,"Query INTERRUPTED"\n');
  });

  test('a device that is busy takes no more than its input holds: device_write waits, then times out (R-23)', async () => {
    const { meter, client } = await startVxi11();
    const c = await client();
    meter.faults.slowMs = 60_000;
    await c.write('*CLS');
    for (let each = 0; each < 5; each++) expect(await c.write(`*CLS${' '.repeat(1000)}`)).toEqual([0, 1004]);
    expect(await c.write('*CLS', flags.end, 5)).toEqual([15, 0]);
    expect(await c.generic(15)).toEqual([0]);
    meter.faults.clear();
    expect(await c.ask('*OPC?')).toBe('1\n');
  });

  test('a flood comes in pieces without a reason, and device_clear ends it', async () => {
    const { meter, client } = await startVxi11();
    const c = await client();
    meter.faults.flood = true;
    await c.write('*IDN?');
    for (let each = 0; each < 3; each++) {
      const { error, reason, text } = await c.read(10_000_000);
      expect([error, reason, text.length]).toEqual([0, 0, 65_536]);
    }
    meter.faults.clear();
    expect(await c.generic(15)).toEqual([0]);
    expect(await c.ask('*OPC?')).toBe('1\n');
  });

  test('a client that does not take its replies is not answered any further, and loses none (R-23)', async () => {
    const { meter, client } = await startVxi11();
    const [c, other] = [await client(), await client()];
    const writes = vi.spyOn(Socket.prototype, 'write');
    onTestFinished(() => writes.mockRestore());
    const written = (): number =>
      writes.mock.calls.reduce((sum, [chunk]) => sum + (Buffer.isBuffer(chunk) ? chunk.length : 0), 0);
    meter.faults.flood = true;
    await c.write('*IDN?');
    meter.faults.clear();
    c.rpc.socket.pause();
    // With what is left over behind their arguments, the calls themselves are more than the server keeps.
    const count = 500;
    const call = Buffer.concat([xdr(c.id, 65_536, 5000, 0, 0, 0), Buffer.alloc(1000)]);
    const reads = Promise.all(Array.from({ length: count }, () => c.core(12, call)));
    for (let each = 0; each < 50; each++) expect(await other.ask('*OPC?')).toBe('1\n');
    // What the system buffers is some megabytes.
    expect(written()).toBeLessThan((count * 65_536) / 2);
    c.rpc.socket.resume();
    const heads = (await reads).map((results) => [results.signed(), results.signed(), results.unsigned()]);
    expect(new Set(heads.map(String))).toEqual(new Set(['0,1,65536']));
  });

  test('closing: the message runs, the connection ends', async () => {
    const { meter, client } = await startVxi11();
    const c = await client();
    meter.faults.closing = true;
    await expect(c.write('CONF:CURR')).rejects.toThrow('the connection ended');
    meter.faults.clear();
    expect(await (await client()).ask('CONF?')).toBe('"CURR"\n');
  });

  test('refusing: the connection ends, and there is no device of that name until it is over', async () => {
    const { meter, client, wire } = await startVxi11();
    const c = await client();
    const reading = expect(c.read(1, { ms: 60_000 })).rejects.toThrow('the connection ended');
    meter.faults.refusing = true;
    await reading;
    expect(await link(await rpcClient(wire.port))).toBe(3);
    meter.faults.clear();
    expect(await (await client()).ask('*OPC?')).toBe('1\n');
  });
});

describe('status byte, trigger, clear, remote, local, docmd', () => {
  test('MAV while there is something to read; RQS until it is polled', async () => {
    const { client } = await startVxi11();
    const c = await client();
    expect(await c.generic(13)).toEqual([0, 0]);
    await c.write('*SRE 16');
    await c.write('*IDN?');
    expect(await c.generic(13)).toEqual([0, 16 + 64]);
    expect(await c.generic(13)).toEqual([0, 16]);
    await c.read();
    expect(await c.generic(13)).toEqual([0, 0]);
  });

  test('a trigger makes the meter measure', async () => {
    const { client } = await startVxi11();
    const c = await client();
    await c.write('CONF:VOLT');
    expect(await c.generic(14)).toEqual([0]);
    expect(await c.ask('FETC?')).toMatch(/^[+-]\d\.\d{6}E[+-]\d\d\n$/);
  });

  test('clear empties what is written and not run, and what is run and not read', async () => {
    const { client } = await startVxi11();
    const c = await client();
    await c.write('*IDN?');
    expect(await c.generic(15)).toEqual([0]);
    expect((await c.read(10, { ms: 1 })).error).toBe(15);
    await c.write('NONS', 0);
    expect(await c.generic(15)).toEqual([0]);
    expect(await c.ask('*CLS;*OPC?')).toBe('1\n');
    expect(await c.ask('SYST:ERR?')).toBe('0,"No error"\n');
  });

  test('remote and local are those of the front panel', async () => {
    const { meter, client } = await startVxi11();
    const c = await client();
    expect([await c.generic(16), meter.panel.control]).toEqual([[0], 'remote']);
    expect([await c.generic(17), meter.panel.control]).toEqual([[0], 'local']);
  });

  test('docmd is not for instruments: error 8', async () => {
    const { client } = await startVxi11();
    const c = await client();
    const args = Buffer.concat([xdr(c.id, 0, 0, 0, 0x20000, 1, 1), xdrOpaque(Buffer.from('x'))]);
    const results = await c.core(22, args);
    expect([results.signed(), results.string(10)]).toEqual([8, '']);
  });

  test('any bytes as arguments are answered or garbage, and the server goes on (R-23)', async () => {
    const { wire, client } = await startVxi11();
    const rpc = await rpcClient(wire.port);
    const args = fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 30 }), args, async (procedure, bytes) => {
        const { state } = await rpc.call(0x06_07_af, 1, procedure, bytes);
        expect([0, 3, 4]).toContain(state);
      }),
      { numRuns: 2000 },
    );
    expect(await (await client()).ask('*OPC?')).toBe('1\n');
  });

  test('there is nothing at procedure 21 and 24', async () => {
    const { wire } = await startVxi11();
    const rpc = await rpcClient(wire.port);
    for (const procedure of [21, 24, 30]) expect((await rpc.call(0x06_07_af, 1, procedure)).state).toBe(3);
  });
});
