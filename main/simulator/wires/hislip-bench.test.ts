import { afterAll, beforeAll, expect, test } from 'vitest';
import { BenchCircuit } from '#main/simulator/bench-circuit.ts';
import { startSimulatedGenerator } from '#main/simulator/generator.ts';
import { startSimulatedLoad } from '#main/simulator/load.ts';
import { startSimulatedMeter } from '#main/simulator/meter.ts';
import { startSimulatedScope } from '#main/simulator/scope.ts';
import type { Simulated } from '#main/simulator/simulated.ts';
import { startSimulatedSupply } from '#main/simulator/supply.ts';
import { transportFor } from '#main/transports/open.ts';
import { openHislip } from './hislip-server.ts';
import { openPrologix } from './prologix.ts';

/** Five instruments on one circuit, each on a raw socket, on HiSLIP and on a GPIB bus at the same time. */

const { signal } = new AbortController();
const opened: { close(): unknown }[] = [];
let bench: Simulated[];
beforeAll(async () => {
  const wires = [await openHislip(), await openPrologix()];
  const options = { bench: new BenchCircuit(), wires };
  bench = [
    await startSimulatedSupply(options),
    await startSimulatedLoad(options),
    await startSimulatedMeter(options),
    await startSimulatedGenerator(options),
    await startSimulatedScope(options),
  ];
  opened.push(...wires, ...bench);
});
afterAll(async () => {
  for (const each of opened.reverse()) await each.close();
});

/** The first line of what an instrument answers over one of its wires; 0 is HiSLIP, 1 is GPIB. */
async function ask(instrument: Simulated | undefined, wire: 0 | 1, message: string): Promise<string> {
  const link = transportFor(instrument?.wires[wire]?.url ?? '')();
  await link.open(signal);
  try {
    await link.write(Buffer.from(`${message}\n`), signal);
    let reply = '';
    while (!reply.includes('\n')) reply += Buffer.from((await link.read(signal)).bytes).toString('latin1');
    return reply.split('\n')[0] ?? '';
  } finally {
    link.done?.();
    await link.close();
  }
}

test('5 V set over HiSLIP, 1 A drawn over GPIB, and both read over either', async () => {
  const [supply, load, meter, generator, scope] = bench;
  const identities = await Promise.all(bench.map((each) => ask(each, 0, '*IDN?')));
  expect(identities.map((identity) => identity.split(',')[1])).toEqual([
    'SIM-PS2',
    'SIM-EL1',
    'SIM-DM1',
    'SIM-FG1',
    'SIM-DS2',
  ]);
  expect(await Promise.all(bench.map((each) => ask(each, 1, '*IDN?')))).toEqual(identities);
  expect(await ask(supply, 0, 'SOUR2:VOLT 5;CURR 2;:OUTP2 ON;*OPC?')).toBe('1');
  expect(await ask(load, 1, 'FUNC CURR;CURR 1;:INP ON;*OPC?')).toBe('1');
  expect(Number(await ask(meter, 0, 'MEAS:VOLT?'))).toBeCloseTo(5, 2);
  expect(Number(await ask(meter, 1, 'MEAS:CURR?'))).toBeCloseTo(1, 2);
  expect(await ask(generator, 1, 'APPL:SIN 1000,2,0;*OPC?')).toBe('1');
  expect(await ask(scope, 0, 'CHAN2:SCAL 0.5;:TIM:SCAL 500e-6;*OPC?')).toBe('1');
  expect(Number(await ask(scope, 1, 'MEAS:VPP? CHAN2'))).toBeCloseTo(2, 1);
  for (const each of bench) expect(await ask(each, 0, 'SYST:ERR?')).toBe('0,"No error"');
});
