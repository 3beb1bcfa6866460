import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lineClient } from './client.fixture.ts';
import { type SimulatedSupply, startSimulatedSupply } from './supply.ts';

/** Clients written elsewhere: without them the console would only ever agree with itself. Debian's packages, where installed. */
const run = promisify(execFile);
const deadline = { timeout: 15_000, killSignal: 'SIGKILL' } as const;
const python = '/usr/bin/python3';

const installed = (program: string, args: string[]) =>
  run(program, args, deadline).then(
    () => true,
    () => false,
  );
const lxiInstalled = await installed('lxi', ['--version']);
const pyvisaInstalled = await installed(python, ['-c', 'import pyvisa, pyvisa_py']);
if (!lxiInstalled)
  process.stderr.write('peers: skipped lxi-tools: the program "lxi" is not installed (Debian: lxi-tools)\n');
if (!pyvisaInstalled)
  process.stderr.write('peers: skipped pyvisa-py: Python cannot import it (Debian: python3-pyvisa-py)\n');

let supply: SimulatedSupply;
beforeAll(async () => {
  supply = await startSimulatedSupply();
});
afterAll(() => supply.close());

describe.skipIf(!lxiInstalled)('lxi-tools', () => {
  const lxi = (command: string, ...options: string[]) =>
    run(
      'lxi',
      ['scpi', '--address', '127.0.0.1', '--raw', '--port', `${supply.port}`, ...options, command],
      deadline,
    ).then(({ stdout }) => stdout.trimEnd());

  test('identifies, sets, measures, reads the error queue', async () => {
    expect(await lxi('*IDN?')).toBe('LabLink,SIM-PS2,SIM0001,1.0.0');
    await lxi('*RST;*CLS');
    await lxi(':SOURCE1:VOLTAGE:LEVEL:IMMEDIATE:AMPLITUDE 3.3');
    await lxi('CURR 500mA');
    await lxi('OUTP ON');
    // lxi does not wait for a command to arrive: it writes and closes.
    await expect.poll(() => supply.channels[0]?.source.on).toBe(true);
    expect(await lxi('SOUR1:VOLT?;CURR?;MODE?;:OUTP1?')).toBe('3.300;0.500;CC;1');
    const [volts, amps, watts] = (await lxi('MEAS:VOLT?;CURR?;POW?')).split(';').map(Number);
    expect(volts).toBeCloseTo(2.5, 2);
    expect(amps).toBeCloseTo(0.5, 2);
    expect(watts).toBeCloseTo(1.25, 2);
    expect(await lxi('NONSENSE;:SYST:VERS?', '--timeout', '1').catch(() => 'no answer')).toBe('no answer');
    expect(await lxi('SYST:ERR?;ERR?')).toBe('-113,"Undefined header;NONSENSE";0,"No error"');
  });

  test('asks 1,000 times in its own benchmark', async () => {
    const args = ['--address', '127.0.0.1', '--raw', '--port', `${supply.port}`, '--count', '1000'];
    const { stdout } = await run('lxi', ['benchmark', ...args], deadline);
    expect(stdout).toMatch(/Result: \d+(\.\d+)? requests\/second/);
  });

  test('and the supply is left as it should be', async () => {
    const client = await lineClient(supply.port);
    expect(await client.ask('*ESR?;:SYST:ERR:COUN?')).toMatch(/^\d+;0$/);
    client.close();
  });
});

describe.skipIf(!pyvisaInstalled)('PyVISA with pyvisa-py', () => {
  test('identifies, sets, measures, reads the error queue, asks 1,000 times, times out and goes on', async () => {
    const script = fileURLToPath(new URL('peers.py', import.meta.url));
    const { stdout } = await run(python, [script, `${supply.port}`], deadline);
    const seen = JSON.parse(stdout) as Record<string, unknown>;
    const [volts, amps, watts] = seen['measured'] as number[];
    expect(volts).toBeCloseTo(2.5, 2);
    expect(amps).toBeCloseTo(0.5, 2);
    expect(watts).toBeCloseTo(1.25, 2);
    expect((seen['values'] as number[])[0]).toBeCloseTo(2.5, 2);
    expect(seen).toMatchObject({
      identity: 'LabLink,SIM-PS2,SIM0001,1.0.0',
      set: '3.300;0.500;CC;1',
      errors: ['-222,"Data out of range"', '-113,"Undefined header;NONSENSE"', '0,"No error"'],
      events: '48',
      complete: '1',
      answers: ['3.300'],
      'carriage return': '1.500',
      'without an answer': 'VI_ERROR_TMO',
      'after it': '-113,"Undefined header;NONSENSE?"',
      off: '0;0',
    });
  });
});
