import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';

const launcher = fileURLToPath(new URL('lablink.mjs', import.meta.url));
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function lablink(...args: string[]) {
  const child = spawn(process.execPath, [launcher, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
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
  return { child, ended, outLine };
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
    expect(await ended).toMatchObject({ code: 0, out: `${address}\n` });
    await expect(ask(address, '*IDN?')).rejects.toThrow('ECONNREFUSED');
  });

  test('simulate --json; a port that is taken is said', async () => {
    const { child, ended, outLine } = lablink('simulate', '--json', '--one-client');
    const { instruments } = JSON.parse(await outLine()) as {
      instruments: { key: string; address: string }[];
    };
    expect(instruments).toMatchObject([{ key: 'supply', name: 'Simulated supply' }]);
    const { port } = new URL(instruments[0]?.address ?? '');
    const second = await lablink('simulate', '--port', port).ended;
    expect(second).toMatchObject({ code: 1, out: '' });
    expect(second.err).toBe(`lablink: port ${port} is in use. Choose another one, or leave --port out.\n`);
    child.kill('SIGTERM');
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
