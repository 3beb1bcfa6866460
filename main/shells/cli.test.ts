import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { faultWords } from '#main/simulator/fault-words.ts';
import { simulatedKeys, simulatedNames } from '#main/simulator/keys.ts';

const launcher = fileURLToPath(new URL('lablink.mjs', import.meta.url));
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function lablink(...args: string[]) {
  const child = spawn(process.execPath, [launcher, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  children.push(child);
  const text = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    text.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    text.err += chunk;
  });
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, ...text }));
  const outLine = async () => {
    while (!text.out.includes('\n')) await once(child.stdout, 'data');
    return text.out.slice(0, text.out.indexOf('\n'));
  };
  /** All of standard error, once it ends so. */
  const said = async (end: string) => {
    while (!text.err.endsWith(end)) await once(child.stderr, 'data');
    return text.err;
  };
  return { child, ended, outLine, said };
}

async function ask(address: string, message: string): Promise<string> {
  const { hostname, port } = new URL(address);
  const socket = connect(Number(port), hostname);
  socket.write(`${message}\n`);
  const [answer] = await once(socket, 'data');
  socket.destroy();
  return String(answer).trimEnd();
}

describe('lablink', () => {
  test('--help and --version', async () => {
    const help = await lablink('--help').ended;
    expect(help).toMatchObject({ code: 0, err: '' });
    expect(help.out).toContain('lablink simulate [--port N] [--json] [--one-client]');
    expect(await lablink('--version').ended).toMatchObject({ code: 0, out: '0.1.0\n' });
  });

  test.each([
    [['frobnicate'], 'there is no command "frobnicate"'],
    [['constructor'], 'there is no command "constructor"'],
    [['simulate', '--prot', '1'], "Unknown option '--prot'"],
    [['simulate', '--port', '70000'], '"70000" is not a port from 0 to 65535'],
    [['simulate', 'now'], "Unexpected argument 'now'"],
    [
      ['simulate', '--fault', 'toaster:slow=5'],
      '"toaster" is not a simulated instrument. There are supply, load, meter, generator, scope',
    ],
    [['simulate', '--fault', 'load:slow'], '"slow" needs milliseconds from 0 to 600000, as in slow=500'],
    [
      ['simulate', '--fault', 'meter:ok', '--fault', 'meter:loud'],
      `"loud" is not a fault. There are ${faultWords.join(', ')}`,
    ],
    [['simulate', '--fault', 'meter'], `say what goes wrong with the meter: ${faultWords.join(', ')}`],
  ])('%j: exit code 2 and one line', async (args, line) => {
    const { code, out, err } = await lablink(...args).ended;
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe(`lablink: ${line}. lablink --help shows what there is.\n`);
  });

  test('simulate prints the address, serves it, and SIGINT ends it well', async () => {
    const { child, ended, outLine } = lablink('simulate');
    const address = await outLine();
    expect(address).toMatch(/^tcp:\/\/127\.0\.0\.1:\d+$/);
    expect(await ask(address, '*IDN?')).toBe('LabLink,SIM-PS2,SIM0001,1.0.0');
    child.kill('SIGINT');
    const { code, out } = await ended;
    expect(code).toBe(0);
    expect(out.trimEnd().split('\n')).toHaveLength(5);
    expect(out).toMatch(/^(tcp:\/\/127\.0\.0\.1:\d+\n){5}$/);
    await expect(ask(address, '*IDN?')).rejects.toThrow('ECONNREFUSED');
  });

  test('simulate --json; a port that is taken is said', async () => {
    const { child, ended, outLine } = lablink('simulate', '--json', '--one-client');
    const { instruments } = JSON.parse(await outLine()) as {
      instruments: { key: string; name: string; address: string }[];
    };
    expect(instruments.map(({ key, name }) => ({ key, name }))).toEqual(
      simulatedKeys.map((key) => ({ key, name: simulatedNames[key] })),
    );
    const { port } = new URL(instruments[0]?.address ?? '');
    const second = await lablink('simulate', '--port', port).ended;
    expect(second).toMatchObject({ code: 1, out: '' });
    expect(second.err).toBe(`lablink: port ${port} is in use. Choose another one, or leave --port out.\n`);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0 });
  });

  test('simulate --fault, and lines on standard input, make one instrument go wrong and well again', async () => {
    const { child, ended, outLine, said } = lablink('simulate', '--json', '--fault', 'meter:garbled');
    const { instruments } = JSON.parse(await outLine()) as { instruments: { address: string }[] };
    const [supply = '', , meter = ''] = instruments.map(({ address }) => address);
    expect(await said('\n')).toBe('meter: garbled\n');
    expect(await ask(meter, '*IDN?')).not.toContain('LabLink');
    expect(await ask(supply, '*IDN?')).toContain('LabLink');
    child.stdin.write('meter ok\nload slow 500\n\nload loud\n  meter  unsolicited=0 \nhelp\n');
    const text = await said('scope: ok\n');
    expect(text).toContain(
      `meter: ok\nload: slow=500\n"loud" is not a fault. There are ${faultWords.join(', ')}. Type help to see what there is.\nmeter: ok\n`,
    );
    expect(text).toContain('load: slow=500\nmeter: ok\ngenerator: ok\n');
    expect(await ask(meter, '*IDN?')).toBe('LabLink,SIM-DM1,SIM0003,1.0.0');
    // The end of the input changes nothing.
    child.stdin.end();
    expect(await ask(supply, '*OPC?')).toBe('1');
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 0 });
  });

  test('a launcher that is killed takes the bench with it', async () => {
    const { child, ended, outLine } = lablink('simulate');
    const address = await outLine();
    child.kill('SIGKILL');
    // Its streams close when the last process that holds them has ended.
    expect(await ended).toMatchObject({ signal: 'SIGKILL' });
    await expect(ask(address, '*IDN?')).rejects.toThrow('ECONNREFUSED');
  });
});
