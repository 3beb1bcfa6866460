import { afterEach, describe, expect, test } from 'vitest';
import { startSimulatedScope } from '#main/simulator/scope.ts';
import { type SimulatedSupply, startSimulatedSupply } from '#main/simulator/supply.ts';
import { transportFor } from '#main/transports/open.ts';
import type { Transport } from '#main/transports/transport.ts';
import { openPrologix, type PrologixOptions, type PrologixWire } from './prologix.ts';

/** The console's own link against this adapter: two that were written apart from the same manual. */

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});
const { signal } = new AbortController();

interface Bench {
  readonly wire: PrologixWire;
  readonly supply: SimulatedSupply;
  readonly links: readonly [supply: Transport, scope: Transport];
}

async function start(options: PrologixOptions): Promise<Bench> {
  const wire = await openPrologix(options);
  opened.push(wire);
  const supply = await startSimulatedSupply({ wires: [wire] });
  const scope = await startSimulatedScope({ bench: supply.bench, wires: [wire] });
  opened.push(supply, scope);
  const open = async (url = ''): Promise<Transport> => {
    const link = transportFor(url)();
    await link.open(signal);
    opened.push(link);
    return link;
  };
  return { wire, supply, links: [await open(supply.wires[0]?.url), await open(scope.wires[0]?.url)] };
}

/** The answer of `bytes` bytes or of one line, without what an adapter puts behind it. */
async function ask(link: Transport, message: string, bytes = 0): Promise<string> {
  await link.write(Buffer.from(`${message}\n`), signal);
  let reply = '';
  while (bytes === 0 ? !reply.includes('\n') : reply.length < bytes) {
    const read = await link.read(signal);
    reply += Buffer.from(read.bytes).toString('latin1');
  }
  link.done?.();
  return bytes === 0 ? (reply.split('\n')[0] ?? '') : reply.slice(0, bytes);
}

describe.each([
  ['a Prologix', {}],
  ['an AR488', { flavour: 'ar488' }],
  [
    'one that somebody else has left set otherwise',
    { settings: { auto: 1, mode: 0, eoi: 0, eos: 3, eot_enable: 1, eot_char: 42, read_tmo_ms: 1 } },
  ],
] satisfies [string, PrologixOptions][])('the console behind %s', (_what, options) => {
  test('two instruments at once, a picture, and no memory worn out', async () => {
    const { links, wire } = await start(options);
    const [supply, scope] = links;
    const before = wire.saves;
    const answers = await Promise.all([ask(supply, '*IDN?'), ask(scope, '*IDN?')]);
    expect(answers).toEqual(['LabLink,SIM-PS2,SIM0001,1.0.0', 'LabLink,SIM-DS2,SIM0005,1.0.0']);
    expect(await ask(scope, 'DISP:DATA?', 1000)).toMatch(/^#4/);
    expect(await ask(supply, 'SYST:ERR?')).toBe('0,"No error"');
    expect(wire.saves).toBe(before);
  });

  test('status byte, device clear after a question given up, trigger, local and lockout', async () => {
    const { links, supply } = await start(options);
    const [link] = links;
    supply.faults.slowMs = 60_000;
    await link.write(Buffer.from('*IDN?\n'), signal);
    await expect(link.read(AbortSignal.timeout(5))).rejects.toThrow('cancelled');
    expect(await link.clear(signal)).toBe(true);
    link.done?.();
    supply.faults.clear();
    expect(await ask(link, 'VOLT?')).toBe('0.000');
    await link.write(Buffer.from('FOO\n'), signal);
    link.done?.();
    expect(await link.statusByte(signal)).toBe(4);
    expect(await ask(link, 'SYST:ERR?')).toBe('-113,"Undefined header;FOO"');
    expect(await link.local(signal)).toBe(true);
    expect(supply.panel.control).toBe('local');
    expect(await link.remote(true, signal)).toBe(true);
    expect(supply.panel.control).toBe('locked');
    expect(await link.trigger(signal)).toBe(true);
    link.done?.();
    expect(await ask(link, 'SYST:ERR?')).toMatch(/^-211/);
  });
});
