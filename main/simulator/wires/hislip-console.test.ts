import { afterEach, describe, expect, test } from 'vitest';
import { startSimulatedScope } from '#main/simulator/scope.ts';
import { type SimulatedSupply, startSimulatedSupply } from '#main/simulator/supply.ts';
import { HislipTransport } from '#main/transports/hislip/hislip.ts';
import { type HislipOptions, openHislip } from './hislip-server.ts';

/** The console's own link against this server: two that were written apart from the same text. */

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});
const { signal } = new AbortController();

interface Bench {
  readonly link: HislipTransport;
  readonly supply: SimulatedSupply;
  readonly ask: (message: string, link?: HislipTransport) => Promise<string>;
  readonly connect: (subAddress: string) => Promise<HislipTransport>;
}

async function start(options: HislipOptions): Promise<Bench> {
  const wire = await openHislip(options);
  opened.push(wire);
  const supply = await startSimulatedSupply({ wires: [wire] });
  opened.push(supply, await startSimulatedScope({ bench: supply.bench, wires: [wire] }));
  const connect = async (subAddress: string): Promise<HislipTransport> => {
    const link = new HislipTransport({ host: '127.0.0.1', port: wire.port, subAddress });
    await link.open(signal);
    opened.push(link);
    return link;
  };
  const link = await connect('hislip0');
  return {
    link,
    supply,
    connect,
    async ask(message, asked = link) {
      await asked.write(Buffer.from(`${message}\n`), signal);
      let reply = '';
      for (;;) {
        const { bytes, end } = await asked.read(signal);
        reply += Buffer.from(bytes).toString('latin1');
        if (end) return reply;
      }
    },
  };
}

describe.each([
  ['synchronized', {}],
  ['overlapped', { prefersOverlap: true }],
  ['of version 1.0, with messages of 64 bytes', { version: 0x0100, maxMessageBytes: 64 }],
] satisfies [string, HislipOptions][])('the console on a server that is %s', (_mode, options) => {
  test('questions, pictures, two instruments on one port', async () => {
    const { ask, connect } = await start(options);
    const scope = await connect('hislip1');
    expect(await Promise.all([ask('*IDN?'), ask('*IDN?', scope)])).toEqual([
      'LabLink,SIM-PS2,SIM0001,1.0.0\n',
      'LabLink,SIM-DS2,SIM0005,1.0.0\n',
    ]);
    expect(await ask('VOLT 3;:SOUR2:VOLT 4;:VOLT?;:SOUR2:VOLT?;:CURR?;:OUTP?')).toBe('3.000;4.000;1.000;0\n');
    expect((await ask('DISP:DATA?', scope)).slice(0, 2)).toBe('#4');
    expect(await ask('SYST:ERR?')).toBe('0,"No error"\n');
  });

  test('after a question that was given up, a device clear puts both in step', async () => {
    const { ask, link, supply } = await start(options);
    supply.faults.slowMs = 60_000;
    await link.write(Buffer.from('*IDN?\n'), signal);
    const waiting = link.read(AbortSignal.timeout(5));
    await expect(waiting).rejects.toThrow('cancelled');
    expect(await link.clear(signal)).toBe(true);
    supply.faults.clear();
    expect(await ask('VOLT?')).toBe('0.000\n');
    expect(await ask('SYST:ERR?')).toBe('0,"No error"\n');
  });

  test('status byte, service request, trigger, remote and local', async () => {
    const { ask, link, supply } = await start(options);
    const asked = new Promise<number | null>((resolve) => link.onServiceRequest(resolve));
    await link.write(Buffer.from('*SRE 4;FOO\n'), signal);
    expect(await asked).toBe(0x44);
    expect(await link.statusByte(signal)).toBe(0x44);
    expect(await link.statusByte(signal)).toBe(0x04);
    expect(await ask('SYST:ERR?')).toBe('-113,"Undefined header;FOO"\n');
    expect(supply.panel.control).toBe('remote');
    expect(await link.local(signal)).toBe(true);
    expect(supply.panel.control).toBe('local');
    expect(await link.remote(true, signal)).toBe(true);
    expect(supply.panel.control).toBe('locked');
    expect(await link.trigger(signal)).toBe(true);
    expect(await ask('SYST:ERR?')).toMatch(/^-211/);
  });
});

test('a question on top of another: the second is answered, the first never', async () => {
  const { ask, link, supply } = await start({});
  supply.faults.slowMs = 10;
  await link.write(Buffer.from('*IDN?\n'), signal);
  await link.write(Buffer.from('VOLT?\n'), signal);
  expect(Buffer.from((await link.read(signal)).bytes).toString('latin1')).toBe('0.000\n');
  supply.faults.clear();
  expect(await ask('SYST:ERR?')).toBe('-410,"Query INTERRUPTED"\n');
  expect(await ask('SYST:ERR?')).toBe('0,"No error"\n');
});
