import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { on, once } from 'node:events';
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

const identities = [
  'SIM-PS2,SIM0001',
  'SIM-EL1,SIM0002',
  'SIM-DM1,SIM0003',
  'SIM-FG1,SIM0004',
  'SIM-DS2,SIM0005',
];

/** `lablink simulate` as a person starts it: with whatever Node is on the PATH. */
async function simulate(): Promise<Running> {
  const systemPath = (process.env['PATH'] ?? '')
    .split(':')
    .filter((folder) => !folder.includes('node_modules'))
    .join(':');
  const child = spawn('node', [join(root, 'main/shells/lablink.mjs'), 'simulate'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PATH: systemPath },
  });
  const ports: string[] = [];
  const signal = AbortSignal.timeout(30_000);
  for await (const [address] of on(createInterface({ input: child.stdout }), 'line', { signal })) {
    const port = /^tcp:\/\/127\.0\.0\.1:(\d+)$/.exec(address)?.[1];
    if (port === undefined) throw new Error(`no address: ${address}`);
    if (ports.push(port) === identities.length) break;
  }
  return { child, ports };
}

/** The five ports stand in the order of the identities. */
interface Running {
  readonly child: ChildProcess;
  readonly ports: readonly string[];
}
let running: Running;
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

test('lablink simulate alone answers lxi-tools with each of its five instruments', async () => {
  const there = await works('lxi', ['--version']);
  if (!there)
    console.log('lxi is not installed (Debian: lxi-tools): its check of the simulated bench is skipped.');
  test.skip(!there, 'the program "lxi" is not installed');
  const lxi = async (message: string, port = running.ports[0]!): Promise<string> => {
    const args = ['scpi', '--address', '127.0.0.1', '--raw', '--port', port, message];
    return (await run('lxi', args, deadline)).stdout.trim();
  };
  for (const [at, identity] of identities.entries())
    expect(await lxi('*IDN?', running.ports[at]!)).toMatch(
      new RegExp(`^LabLink,${identity},\\d+\\.\\d+\\.\\d+$`),
    );
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
  const answers = async (script: string, ...ports: string[]): Promise<unknown> =>
    JSON.parse((await run(python, [join(root, 'main/simulator', script), ...ports], deadline)).stdout);
  expect(await answers('peers.py', running.ports[0]!)).toMatchObject({
    set: '3.300;0.500;CC;1',
    errors: ['-222,"Data out of range"', '-113,"Undefined header;NONSENSE"', '0,"No error"'],
    answers: ['3.300'],
    off: '0;0',
  });
  const seen = (await answers('peers_bench.py', ...running.ports)) as { volts: number; amps: number };
  expect(seen.volts).toBeCloseTo(5, 1);
  expect(seen.amps).toBeCloseTo(1, 1);
  expect(seen).toMatchObject({
    block: { points: 1000 },
    picture: { first: 'IHDR', last: 'IEND', whole: true },
    errors: identities.map(() => '0,"No error"'),
  });
});
