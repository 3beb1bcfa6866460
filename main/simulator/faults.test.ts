import { once } from 'node:events';
import { connect, Socket } from 'node:net';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type LineClient, lineClient } from './client.fixture.ts';
import { noFaults } from './faults.ts';
import { serveScpi } from './server.ts';
import type { SimulatedOptions } from './simulated.ts';
import { floodBytes, unsolicitedLine } from './spoiled-answer.ts';
import { type SimulatedSupply, startSimulatedSupply } from './supply.ts';

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});
const start = async (options?: SimulatedOptions): Promise<SimulatedSupply> => {
  const supply = await startSimulatedSupply(options);
  opened.push(supply);
  return supply;
};
const client = async (port: number): Promise<LineClient> => {
  const made = await lineClient(port);
  opened.push(made);
  return made;
};

describe('faults', () => {
  test('slow: each message waits, also behind the one before; order is kept', async () => {
    const { port, faults } = await start();
    const c = await client(port);
    faults.slowMs = 60;
    const before = performance.now();
    c.send('VOLT 5\nVOLT?\n');
    expect(await c.line()).toBe('5.000');
    expect(performance.now() - before).toBeGreaterThan(100);
    faults.slowMs = 0;
    expect(await c.ask('*OPC?')).toBe('1');
  });

  test('silent: commands run, answers are lost for good', async () => {
    const { port, faults, channels } = await start();
    const c = await client(port);
    faults.silent = true;
    c.send('VOLT 5;VOLT?\nCURR?\n');
    await expect.poll(() => channels[0]?.source.volts).toBe(5);
    c.send('CURR 2\n');
    await expect.poll(() => channels[0]?.source.limit).toBe(2);
    faults.silent = false;
    expect(await c.ask('*OPC?')).toBe('1');
  });

  test('closing: the message runs, the connection ends without an answer', async () => {
    const { port, faults } = await start();
    const c = await client(port);
    faults.closing = true;
    await expect(c.ask('VOLT 5;VOLT?')).rejects.toThrow('ended');
    faults.closing = false;
    const d = await client(port);
    expect(await d.ask('VOLT?')).toBe('5.000');
  });

  test('stale: every query gets the answer to the one before', async () => {
    const { port, faults } = await start();
    const c = await client(port);
    faults.stale = true;
    c.send('VOLT?\n');
    expect(await c.ask('*IDN?')).toBe('0.000');
    expect(await c.ask('*OPC?')).toBe('LabLink,SIM-PS2,SIM0001,1.0.0');
  });

  const identity = 'LabLink,SIM-PS2,SIM0001,1.0.0';
  /** All bytes that come for a message, up to a number of them. */
  const bytes = async (c: LineClient, message: string, count: number): Promise<Buffer> => {
    const chunks: Buffer[] = [];
    const enough = new Promise<void>((resolve) => {
      c.socket.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        if (Buffer.concat(chunks).length >= count) resolve();
      });
    });
    c.send(message);
    await enough;
    return Buffer.concat(chunks);
  };

  test('garbled: as many bytes, none of them text that means anything, and the terminator', async () => {
    const { port, faults } = await start();
    const c = await client(port);
    faults.garbled = true;
    const answer = await c.ask('*IDN?');
    expect(answer).toHaveLength(identity.length);
    const codes = [...Buffer.from(answer, 'latin1')];
    expect(codes.some((code) => code > 0x7f)).toBe(true);
    expect(codes.some((code) => code < 0x20)).toBe(true);
    faults.garbled = false;
    expect(await c.ask('*IDN?')).toBe(identity);
  });

  test('unterminated: the answer to the next query stands right behind it', async () => {
    const { port, faults } = await start();
    const c = await client(port);
    faults.unterminated = true;
    expect(String(await bytes(c, '*IDN?\n', identity.length))).toBe(identity);
    faults.unterminated = false;
    expect(await c.ask('*OPC?')).toBe(`${identity}1`);
  });

  test('partial: half of it and nothing more; the connection goes on', async () => {
    const { port, faults } = await start();
    const c = await client(port);
    faults.partial = true;
    expect(String(await bytes(c, '*IDN?\n', 14))).toBe('LabLink,SIM-PS');
    faults.partial = false;
    expect(await c.ask('*OPC?')).toBe('LabLink,SIM-PS1');
  });

  test.each([
    ['text', '5.000', '#410005.000'],
    ['a block', '#15abcde', '#41005abcde'],
    ['an empty block', '#10', '#41000'],
    ['long text', 'x'.repeat(2000), `#43000${'x'.repeat(2000)}`],
  ])('lying about %s: more bytes are announced than follow', async (_name, honest, said) => {
    const faults = noFaults();
    const server = await serveScpi(
      { run: () => honest, overrun: () => {} },
      { port: 0, oneClient: false, faults },
    );
    opened.push(server);
    const c = await client(server.port);
    faults.lying = true;
    expect(await c.ask('?')).toBe(said);
    faults.lying = false;
    expect(await c.ask('?')).toBe(honest);
  });

  test('flood: digits, as many as 70 million and no more, and then the conversation goes on (R-23)', async () => {
    const { port, faults } = await start();
    const socket = connect({ port, host: '127.0.0.1' });
    opened.push({ close: () => socket.destroy() });
    faults.flood = true;
    let count = 0;
    let tail = '';
    socket.write('*IDN?\n');
    for await (const chunk of socket) {
      if (count === 0) faults.flood = false;
      count += (chunk as Buffer).length;
      tail = (tail + String((chunk as Buffer).subarray(-40))).slice(-40);
      if (count === floodBytes) socket.write('*OPC?\n');
      if (tail.endsWith('\n')) break;
    }
    expect(count).toBe(floodBytes + 2);
    expect(tail).toMatch(/^\d+\n$/);
  });

  test('flood: a client that does not read holds it up, and one that goes ends it (R-23)', async () => {
    const { port, faults, channels } = await start();
    const writes = vi.spyOn(Socket.prototype, 'write');
    onTestFinished(() => writes.mockRestore());
    const written = (): number =>
      writes.mock.calls.reduce((sum, [chunk]) => sum + (Buffer.isBuffer(chunk) ? chunk.length : 0), 0);
    const c = await client(port);
    faults.flood = true;
    c.send('*IDN?\n');
    await once(c.socket, 'data');
    c.socket.pause();
    faults.flood = false;
    c.send('VOLT 5\n');
    const other = await client(port);
    for (let i = 0; i < 20; i++) expect(await other.ask('*OPC?')).toBe('1');
    // What the system buffers is some megabytes. What is behind the flood has not been run.
    expect(written()).toBeGreaterThan(0);
    expect(written()).toBeLessThan(floodBytes / 2);
    expect(channels[0]?.source.volts).toBe(0);
    c.close();
    await c.closed;
    for (let i = 0; i < 20; i++) expect(await other.ask('VOLT?')).toBe('0.000');
    expect(written()).toBeLessThan(floodBytes / 2);
  });

  test('unsolicited: lines come unasked to every client, at once when it is set, and stop', async () => {
    const { port, faults } = await start();
    const a = await client(port);
    const b = await client(port);
    expect(await a.ask('*OPC?')).toBe('1');
    faults.unsolicitedMs = 5;
    for (const each of [a, a, b]) expect(`${await each.line()}\n`).toBe(unsolicitedLine);
    const late = await client(port);
    expect(`${await late.line()}\n`).toBe(unsolicitedLine);
    faults.unsolicitedMs = 0;
    late.send('*IDN?\n');
    let last = '';
    while (last !== identity) last = await late.line();
    expect(await late.ask('*OPC?')).toBe('1');
  });

  test('nothing runs on when a supply with faults is closed', async () => {
    const made = [vi.spyOn(globalThis, 'setInterval'), vi.spyOn(globalThis, 'setTimeout')];
    const cleared = [vi.spyOn(globalThis, 'clearInterval'), vi.spyOn(globalThis, 'clearTimeout')];
    onTestFinished(() => {
      for (const spy of [...made, ...cleared]) spy.mockRestore();
    });
    const ours = () =>
      made.flatMap(({ mock }) => mock.results.filter((_, at) => mock.calls[at]?.[1] === 654_321));
    const over = () => cleared.flatMap(({ mock }) => mock.calls.map(([timer]) => timer));
    const supply = await startSimulatedSupply();
    const c = await client(supply.port);
    supply.faults.unsolicitedMs = 654_321;
    supply.faults.slowMs = 654_321;
    c.send('*IDN?\n');
    await expect.poll(ours).toHaveLength(2);
    await supply.close();
    const left = () => ours().filter(({ value }) => !over().includes(value as NodeJS.Timeout));
    await expect.poll(left).toHaveLength(0);
    supply.faults.unsolicitedMs = 654_321;
    expect(ours()).toHaveLength(2);
  });

  test('for so many messages, of all clients together, then never again', async () => {
    const { port, faults } = await start();
    const [c, d] = [await client(port), await client(port)];
    faults.garbled = true;
    faults.messages = 2;
    expect(await c.ask('*OPC?')).not.toBe('1');
    expect(await d.ask('*OPC?')).not.toBe('1');
    expect(await c.ask('*OPC?')).toBe('1');
    expect(faults).toMatchObject({ garbled: false, messages: Number.POSITIVE_INFINITY });
  });

  test('refusing: links end, nobody gets in; later it is there again with what it was set to', async () => {
    const { port, faults } = await start();
    const c = await client(port);
    expect(await c.ask('VOLT 4;VOLT?')).toBe('4.000');
    faults.refusing = true;
    await c.closed;
    await expect(lineClient(port)).rejects.toThrow('not connected');
    // Off and on and off in one turn comes to nothing.
    faults.refusing = false;
    faults.refusing = true;
    faults.refusing = false;
    await expect
      .poll(() =>
        lineClient(port).then(
          (d) => opened.push(d),
          () => 0,
        ),
      )
      .toBeGreaterThan(0);
    const d = await client(port);
    expect(await d.ask('VOLT?')).toBe('4.000');
  });

  test('refusing while somebody else takes the port: it comes back when that one has gone, and closes in any state', async () => {
    const supply = await start();
    supply.faults.refusing = true;
    await expect.poll(() => lineClient(supply.port).catch(() => null)).toBe(null);
    const other = await serveScpi(
      { run: () => 'other', overrun: () => {} },
      { port: supply.port, oneClient: false, faults: noFaults() },
    );
    supply.faults.refusing = false;
    expect(await (await client(supply.port)).ask('*IDN?')).toBe('other');
    await other.close();
    await expect
      .poll(
        async () => await (await lineClient(supply.port).catch(() => null))?.ask('*OPC?').catch(() => null),
        { timeout: 5000 },
      )
      .toBe('1');
    supply.faults.refusing = true;
    await supply.close();
    await expect(lineClient(supply.port)).rejects.toThrow('not connected');
  });

  test('one client from now on', async () => {
    const { port, faults } = await start();
    const c = await client(port);
    expect(await c.ask('*OPC?')).toBe('1');
    faults.oneClient = true;
    await (await client(port)).closed;
    faults.clear();
    expect(await (await client(port)).ask('*OPC?')).toBe('1');
  });
});
