import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LineClient, lineClient } from './client.fixture.ts';
import { startSimulatedLoad } from './load.ts';
import { type OpenBench, openBench } from './open-bench.ts';
import { type SimulatedSupply, startSimulatedSupply } from './supply.ts';

let supply: SimulatedSupply;
let client: LineClient;
let bench: OpenBench;
beforeAll(async () => {
  supply = await startSimulatedSupply();
  client = await lineClient(supply.port);
  bench = await openBench();
});
afterAll(async () => {
  client.close();
  await supply.close();
  await bench.close();
});
const turn = (volts: number) => (): void => supply.frontPanel.set(1, { volts });

test('a hand at the front panel changes the supply, unless a client has locked it', async () => {
  turn(1)();
  expect(await client.ask('VOLT?')).toBe('1.000');
  expect(await client.ask('SYST:REM;*OPC?')).toBe('1');
  turn(2)();
  expect(await client.ask('VOLT?;:SYST:RWL;*OPC?')).toBe('2.000;1');
  expect(turn(3)).toThrow('the front panel is locked');
  expect(await client.ask('VOLT?')).toBe('2.000');
  // The wire goes on, and *RST leaves the lock where it is.
  expect(await client.ask('*RST;:VOLT 4;VOLT?')).toBe('4.000');
  expect(turn(3)).toThrow('the front panel is locked');
  expect(await client.ask('SYSTem:LOCal;*OPC?')).toBe('1');
  turn(5)();
  expect(await client.ask('VOLT?;:SYST:ERR?')).toBe('5.000;0,"No error"');
});

test('all five instruments know remote, locked and local', async () => {
  for (const { address, key } of bench.instruments) {
    const each = await lineClient(Number(new URL(address).port));
    expect(await each.ask('SYST:REM;RWL;LOC;:SYST:ERR?'), key).toBe('0,"No error"');
    each.close();
  }
});

test('a hand at the load; every instrument shows whether it is remote, and its key takes it back', async () => {
  const load = await startSimulatedLoad();
  const hand = await lineClient(load.port);
  try {
    load.frontPanel.set({ mode: 'resistance', levels: { resistance: 10 }, on: true });
    expect(await hand.ask('FUNC?;RES?;CURR?;:INP?')).toBe('RES;10.00;0.000;1');
    expect(load.panel.remote).toBe(false);
    expect(await hand.ask('SYST:REM;*OPC?')).toBe('1');
    expect(load.panel.remote).toBe(true);
    load.panel.pressLocal();
    expect(load.panel.remote).toBe(false);
    expect(await hand.ask('SYST:RWL;*OPC?')).toBe('1');
    expect(() => load.panel.pressLocal()).toThrow('locked');
    expect(() => load.frontPanel.set({ on: false })).toThrow('locked');
    expect(load.state()).toMatchObject({ mode: 'resistance', on: true });
  } finally {
    hand.close();
    await load.close();
  }
});
