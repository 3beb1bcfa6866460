import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lineClient } from './client.fixture.ts';
import { type OpenBench, openBench } from './open-bench.ts';
import { lxiInstalled, python, pyvisaInstalled, runPeer, sayMissing } from './peers.fixture.ts';
import { type SimulatedSupply, startSimulatedSupply } from './supply.ts';

/** Clients written elsewhere: without them the console would only ever agree with itself. Debian's packages, where installed. */
sayMissing('peers');

let supply: SimulatedSupply;
let bench: OpenBench;
beforeAll(async () => {
  supply = await startSimulatedSupply();
  bench = await openBench();
});
afterAll(async () => {
  await supply.close();
  await bench.close();
});
const ports = (): string[] => bench.instruments.map(({ address }) => new URL(address).port);
const identities = [
  'LabLink,SIM-PS2,SIM0001,1.0.0',
  'LabLink,SIM-EL1,SIM0002,1.0.0',
  'LabLink,SIM-DM1,SIM0003,1.0.0',
  'LabLink,SIM-FG1,SIM0004,1.0.0',
  'LabLink,SIM-DS2,SIM0005,1.0.0',
];

describe.skipIf(!lxiInstalled)('lxi-tools', () => {
  const at = async (port: string, command: string, ...options: string[]): Promise<string> => {
    const args = ['scpi', '--address', '127.0.0.1', '--raw', '--port', port, ...options, command];
    return (await runPeer('lxi', args)).stdout.trimEnd();
  };
  const lxi = (command: string, ...options: string[]) => at(`${supply.port}`, command, ...options);

  test('five instruments on one circuit: 5 V, 1 A, and a sine of 1 kHz and 2 Vpp', async () => {
    const [source = '', load = '', meter = '', generator = '', scope = ''] = ports();
    expect(await Promise.all(ports().map((port) => at(port, '*IDN?')))).toEqual(identities);
    // Asking for something at the end waits until it is done.
    for (const port of ports()) expect(await at(port, '*RST;*CLS;*OPC?')).toBe('1');
    expect(await at(source, 'SOUR2:VOLT 5;CURR 2;:OUTP2 ON;*OPC?')).toBe('1');
    expect(await at(load, 'FUNC CURR;CURR 1;:INP ON;*OPC?')).toBe('1');
    expect(Number(await at(meter, 'MEAS:VOLT?'))).toBeCloseTo(5, 2);
    expect(Number(await at(meter, 'MEAS:CURR?'))).toBeCloseTo(1, 2);
    expect(await at(generator, 'APPL:SIN 1000,2,0;*OPC?')).toBe('1');
    expect(await at(scope, 'CHAN2:SCAL 0.5;:TIM:SCAL 500e-6;*OPC?')).toBe('1');
    expect(Number(await at(scope, 'MEAS:VPP? CHAN2'))).toBeCloseTo(2, 1);
    expect(Math.abs(Number(await at(scope, 'MEAS:FREQ? CHAN2')) - 1000)).toBeLessThan(5);
    for (const port of ports()) expect(await at(port, 'SYST:ERR?')).toBe('0,"No error"');
  });

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
    const { stdout } = await runPeer('lxi', ['benchmark', ...args]);
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
    const { stdout } = await runPeer(python, [script, `${supply.port}`]);
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

  test('five instruments on one circuit: readings, a block by its preamble, a picture by its checksums', async () => {
    const script = fileURLToPath(new URL('peers_bench.py', import.meta.url));
    const { stdout } = await runPeer(python, [script, ...ports()]);
    const seen = JSON.parse(stdout) as BenchSeen;
    expect(seen.identities).toEqual(identities);
    expect(seen.volts).toBeCloseTo(5, 2);
    expect(seen.amps).toBeCloseTo(1, 2);
    expect(seen['peak to peak']).toBeCloseTo(2, 1);
    expect(Math.abs(seen.hertz - 1000)).toBeLessThan(5);
    const { block } = seen;
    expect(block).toMatchObject({ points: 1000, announced: 1000 });
    expect(block.max).toBeCloseTo(1, 1);
    expect(block.min).toBeCloseTo(-1, 1);
    expect(block.span).toBeCloseTo(5e-3, 6);
    expect(block.begins).toBeCloseTo(-2.5e-3, 4);
    // Whole periods of a millisecond.
    expect(Math.round(block['between crossings'] / 1e-3)).toBeGreaterThanOrEqual(3);
    expect(block['between crossings'] / 1e-3).toBeCloseTo(Math.round(block['between crossings'] / 1e-3), 1);
    expect(seen['words agree']).toBeLessThan(1e-6);
    expect(seen.picture).toMatchObject({ first: 'IHDR', last: 'IEND', whole: true, filters: true });
    expect(seen.picture.width).toBeGreaterThan(100);
    expect(seen.picture.kinds).toBeGreaterThan(2);
    expect(seen.errors).toEqual(identities.map(() => '0,"No error"'));
  });
});

/** What `peers_bench.py` prints. V, A, Hz, s. */
interface BenchSeen {
  readonly identities: readonly string[];
  readonly volts: number;
  readonly amps: number;
  readonly 'peak to peak': number;
  readonly hertz: number;
  readonly block: Readonly<
    Record<'points' | 'announced' | 'max' | 'min' | 'span' | 'begins' | 'between crossings', number>
  >;
  readonly 'words agree': number;
  readonly picture: { readonly width: number; readonly kinds: number };
  readonly errors: readonly string[];
}
