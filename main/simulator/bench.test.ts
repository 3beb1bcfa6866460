import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type LineClient, lineClient } from './client.fixture.ts';
import { simulatedKeys, type SimulatedKey } from './keys.ts';
import { type OpenBench, openBench } from './open-bench.ts';

let bench: OpenBench;
const clients = new Map<SimulatedKey, LineClient>();
beforeAll(async () => {
  bench = await openBench();
  for (const { key, address } of bench.instruments)
    clients.set(key, await lineClient(Number(new URL(address).port)));
});
afterAll(async () => {
  for (const client of clients.values()) client.close();
  await bench.close();
});
const ask = async (key: SimulatedKey, message: string): Promise<string> => {
  const client = clients.get(key);
  if (client === undefined) throw new Error(`no ${key}`);
  return await client.ask(message);
};
const numberOf = async (key: SimulatedKey, message: string): Promise<number> =>
  Number(await ask(key, message));
/** Sends commands, and waits until they are done and nothing went wrong. */
const tell = async (key: SimulatedKey, message: string): Promise<void> =>
  expect(await ask(key, `${message};*OPC?;:SYST:ERR?`), message).toBe('1;0,"No error"');

beforeEach(async () => {
  for (const key of simulatedKeys) await tell(key, '*RST;*CLS');
});

test('five instruments, each with a name of its own', async () => {
  expect(await Promise.all(simulatedKeys.map(async (key) => await ask(key, '*IDN?')))).toEqual([
    'LabLink,SIM-PS2,SIM0001,1.0.0',
    'LabLink,SIM-EL1,SIM0002,1.0.0',
    'LabLink,SIM-DM1,SIM0003,1.0.0',
    'LabLink,SIM-FG1,SIM0004,1.0.0',
    'LabLink,SIM-DS2,SIM0005,1.0.0',
  ]);
});

test('the load draws from the supply, and the meter, the supply and the scope agree', async () => {
  await tell('supply', 'SOUR2:VOLT 5;CURR 2;:OUTP2 ON');
  await tell('load', 'FUNC CURR;CURR 1;:INP ON');
  expect(await numberOf('load', 'MEAS:CURR?')).toBeCloseTo(1, 2);
  expect(await numberOf('meter', 'MEAS:VOLT?')).toBeCloseTo(5, 2);
  expect(await numberOf('meter', 'MEAS:CURR?')).toBeCloseTo(1, 2);
  // The 47 ohms beside the load take their part, too.
  expect(await numberOf('supply', 'MEAS2:CURR?')).toBeCloseTo(1 + 5 / 47, 2);
  // Ten milliohms of the meter's shunt are between them.
  expect(await numberOf('load', 'MEAS:VOLT?')).toBeCloseTo(4.99, 2);
  await tell('scope', 'CHAN1:SCAL 1;OFFS 5');
  expect(await numberOf('scope', 'MEAS:VAV? CHAN1')).toBeCloseTo(5, 1);

  // More than the supply gives: it limits, and the voltage falls to what is left.
  await tell('load', 'CURR 5');
  expect(await ask('supply', 'SOUR2:MODE?')).toBe('CC');
  expect(await numberOf('supply', 'MEAS2:CURR?')).toBeCloseTo(2, 2);
  expect(await numberOf('meter', 'MEAS:VOLT?')).toBeLessThan(0.2);
});

test.each([
  ['RES', 'RES 10', 0.5],
  ['POW', 'POW 4', 0.8],
])('constant %s', async (mode, level, amps) => {
  await tell('supply', 'SOUR2:VOLT 5;CURR 2;:OUTP2 ON');
  await tell('load', `FUNC ${mode};${level};:INP ON`);
  expect(await numberOf('load', 'MEAS:CURR?')).toBeCloseTo(amps, 1);
});

test('constant voltage pulls the supply down into its limit', async () => {
  await tell('supply', 'SOUR2:VOLT 12;CURR 1;:OUTP2 ON');
  await tell('load', 'FUNC VOLT;VOLT 8;:INP ON');
  expect(await numberOf('load', 'MEAS:VOLT?')).toBeCloseTo(8, 1);
  expect(await ask('supply', 'SOUR2:MODE?')).toBe('CC');
});

test('the meter reads the 47 ohms when nothing else is on, and no resistance under voltage', async () => {
  // The discharge resistor of the switched-off output is beside them.
  const ohms = await numberOf('meter', 'MEAS:RES?');
  expect(ohms).toBeCloseTo(1 / (1 / 47 + 1 / 100.02), 1);
  expect(await numberOf('meter', 'MEAS:VOLT?'), 'its test current is gone').toBeCloseTo(0, 4);
  await tell('supply', 'SOUR2:VOLT 5;:OUTP2 ON');
  await numberOf('supply', 'MEAS2:VOLT?');
  expect(await ask('meter', 'MEAS:RES?')).toBe('9.9E37');
  expect(await numberOf('meter', 'MEAS:VOLT?')).toBeCloseTo(5, 3);
});

test('a meter is asked in any spelling; its function and reading come in one message', async () => {
  await tell('meter', 'SENS:FUNC "voltage:ac"');
  expect(await ask('meter', 'FUNC?')).toBe('"VOLT:AC"');
  await tell('meter', "FUNC 'SENS:CURR:DC'");
  expect(await ask('meter', ':SENS:FUNC?;:READ?')).toMatch(/^"CURR";[+-]\d\.\d{6}E[+-]\d\d$/);
  expect(await ask('meter', 'CONF:FREQ;*OPC?;:CONF?')).toBe('1;"FREQ"');
  expect(await ask('meter', 'READ?')).toBe('9.91E37');
  expect(await ask('meter', 'FUNC "OHMS";*OPC?;:SYST:ERR?')).toBe('1;-224,"Illegal parameter value;OHMS"');
});

test('the meter sees the ripple of the supply as AC', async () => {
  await tell('supply', 'SOUR2:VOLT 5;CURR 3;:OUTP2 ON');
  await tell('load', 'CURR 2;:INP ON');
  // A triangle of 2 mV and a millivolt an ampere, peak to peak, over the square root of twelve.
  for (let i = 0; i < 10; i++)
    expect(await numberOf('meter', 'MEAS:VOLT:AC?')).toBeCloseTo((2e-3 + 2.1e-3) / Math.sqrt(12), 4);
});
