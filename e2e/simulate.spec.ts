import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');
const deadline = { timeout: 30_000, killSignal: 'SIGKILL' } as const;
const python = '/usr/bin/python3';

const works = (program: string, args: readonly string[]): Promise<boolean> =>
  run(program, [...args], deadline).then(
    () => true,
    () => false,
  );

/** `lablink simulate` as a person starts it: with whatever Node is on the PATH. */
async function simulate(): Promise<{ child: ChildProcess; port: string }> {
  const systemPath = (process.env['PATH'] ?? '')
    .split(':')
    .filter((folder) => !folder.includes('node_modules'))
    .join(':');
  const child = spawn('node', [join(root, 'main/shells/lablink.mjs'), 'simulate'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PATH: systemPath },
  });
  const [address] = await once(createInterface({ input: child.stdout }), 'line', {
    signal: AbortSignal.timeout(30_000),
  });
  const port = /^tcp:\/\/127\.0\.0\.1:(\d+)$/.exec(address)?.[1];
  if (port === undefined) throw new Error(`no address: ${address}`);
  return { child, port };
}

let running: { child: ChildProcess; port: string };
test.beforeEach(async () => {
  running = await simulate();
});
test.afterEach(async () => {
  const { child } = running;
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit', { signal: AbortSignal.timeout(15_000) });
  child.kill('SIGINT');
  const [code] = await ended;
  expect(code).toBe(0);
});

test('lablink simulate alone answers lxi-tools', async () => {
  const there = await works('lxi', ['--version']);
  if (!there)
    console.log('lxi is not installed (Debian: lxi-tools): its check of the simulated supply is skipped.');
  test.skip(!there, 'the program "lxi" is not installed');
  const lxi = async (message: string): Promise<string> => {
    const args = ['scpi', '--address', '127.0.0.1', '--raw', '--port', running.port, message];
    return (await run('lxi', args, deadline)).stdout.trim();
  };
  expect(await lxi('*IDN?')).toMatch(/^LabLink,SIM-PS2,SIM0001,\d+\.\d+\.\d+$/);
  await lxi('VOLT 3.3;CURR 0.5');
  await lxi('OUTP ON');
  await expect.poll(() => lxi('OUTP?')).toBe('1');
  // 5 Ω at 0.5 A.
  expect(await lxi('SOUR1:VOLT?;CURR?;MODE?')).toBe('3.300;0.500;CC');
  expect(Number(await lxi('MEAS:VOLT?'))).toBeCloseTo(2.5, 1);
  expect(await lxi('SYST:ERR?')).toBe('0,"No error"');
});

test('lablink simulate alone answers PyVISA', async () => {
  const there = await works(python, ['-c', 'import pyvisa, pyvisa_py']);
  if (!there) console.log('pyvisa-py is not installed (Debian: python3-pyvisa-py): its check is skipped.');
  test.skip(!there, 'Python cannot import pyvisa_py');
  const { stdout } = await run(python, [join(root, 'main/simulator/peers.py'), running.port], deadline);
  expect(JSON.parse(stdout)).toMatchObject({
    set: '3.300;0.500;CC;1',
    errors: ['-222,"Data out of range"', '-113,"Undefined header;NONSENSE"', '0,"No error"'],
    answers: ['3.300'],
    off: '0;0',
  });
});
