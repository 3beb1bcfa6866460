import { afterEach, describe, expect, test } from 'vitest';
import { type LineClient, lineClient } from './client.fixture.ts';
import { noFaults } from './faults.ts';
import { serveScpi } from './server.ts';
import { inputBufferBytes } from './wires/input-buffer.ts';
import type { SimulatedOptions } from './simulated.ts';
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

describe('the wire', () => {
  test('LF and CR LF end a message, answers end with LF; pieces and bundles of messages are put right', async () => {
    const { port } = await start();
    const c = await client(port);
    expect(await c.ask('*IDN?')).toBe('LabLink,SIM-PS2,SIM0001,1.0.0');
    expect(await c.ask('*OPC?\r')).toBe('1');
    for (const byte of 'VOLT 3.3;VOLT?') {
      c.send(byte);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await c.ask('')).toBe('3.300');
    c.send('VOLT?\nCURR?\nOUTP?\nSYST:VE');
    expect([await c.line(), await c.line(), await c.line()]).toEqual(['3.300', '1.000', '0']);
    expect(await c.ask('RS?')).toBe('1999.0');
  });

  test('clients share the instrument, not their input; a half message of one is not joined to another’s', async () => {
    const { port } = await start();
    const a = await client(port);
    const b = await client(port);
    a.send('VOLT ');
    expect(await b.ask('VOLT 4;VOLT?')).toBe('4.000');
    expect(await a.ask('5;VOLT?')).toBe('5.000');
    expect(await b.ask('VOLT?')).toBe('5.000');
    a.send('FOO\n');
    expect(await a.ask('*OPC?')).toBe('1');
    expect(await b.ask('SYST:ERR?')).toBe('-113,"Undefined header;FOO"');
  });

  test('one client only: the second is closed, and the next one is served when the first has gone', async () => {
    const { port } = await start({ oneClient: true });
    const a = await client(port);
    expect(await a.ask('*OPC?')).toBe('1');
    const b = await client(port);
    await b.closed;
    expect(await a.ask('*OPC?')).toBe('1');
    a.close();
    await a.closed;
    // The server sees the end a moment later than the client.
    let again: string | null = null;
    while (again === null) {
      const c = await client(port);
      again = await c.ask('*OPC?').catch(() => null);
    }
    expect(again).toBe('1');
  });

  test.each([
    ['in one piece', inputBufferBytes + 1],
    ['far too long', 300_000],
  ])('a message longer than the buffer is dropped whole: %s', async (_name, length) => {
    const { port } = await start();
    const c = await client(port);
    c.send(`VOLT 7;${'x'.repeat(length - 7)}\n`);
    expect(await c.ask('SYST:ERR?;ERR?')).toBe('-363,"Input buffer overrun";0,"No error"');
    expect(await c.ask('VOLT?;*ESR?')).toBe('0.000;136');
    c.send(`VOLT 7${' '.repeat(inputBufferBytes - 6)}\n`);
    expect(await c.ask('VOLT?')).toBe('7.000');
  });

  test('a message without an end is given up before it ends: the input stays bounded (R-23)', async () => {
    const { port } = await start();
    const c = await client(port);
    const other = await client(port);
    c.send(`VOLT 7;${'x'.repeat(100_000)}`);
    await expect.poll(() => other.ask('SYST:ERR?')).toBe('-363,"Input buffer overrun"');
    expect(await c.ask('\n*OPC?')).toBe('1');
  });

  test('a client that asks and never reads is not read either, and loses nothing when it reads (R-23)', async () => {
    const answer = 'x'.repeat(65_536);
    let runs = 0;
    const run = () => {
      runs++;
      return answer;
    };
    const server = await serveScpi(
      { run, overrun: () => {} },
      { port: 0, oneClient: false, faults: noFaults() },
    );
    opened.push(server);
    const c = await client(server.port);
    c.socket.pause();
    const count = 800;
    c.send('*IDN?\n'.repeat(count));
    await expect.poll(() => runs).toBeGreaterThan(0);
    // Others are served meanwhile.
    const other = await client(server.port);
    for (let i = 0; i < 20; i++) expect(await other.ask('*OPC?')).toBe(answer);
    // What the system buffers is some megabytes; all answers would be fifty.
    expect(runs).toBeLessThan(count / 2);
    c.socket.resume();
    for (let i = 0; i < count; i++) expect((await c.line()).length).toBe(answer.length);
    expect(runs).toBe(count + 20);
  });

  test('closing the supply ends its connections and frees the port', async () => {
    const supply = await startSimulatedSupply();
    const c = await client(supply.port);
    await supply.close();
    await c.closed;
    const again = await start({ port: supply.port });
    expect(again.port).toBe(supply.port);
    await expect(startSimulatedSupply({ port: supply.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

test('the load on the table can be changed while it runs', async () => {
  const supply = await start();
  const c = await client(supply.port);
  c.send('APPL 1,3.3,0.5;:OUTP ON\n');
  expect(await c.ask('MODE?')).toBe('CC');
  const [first] = supply.channels;
  if (first !== undefined) first.load.ohms = 10;
  expect(await c.ask('MODE?')).toBe('CV');
  expect(Number(await c.ask('MEAS:CURR?'))).toBeCloseTo(0.33, 2);
});
