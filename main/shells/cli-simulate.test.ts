import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { parseAddress } from '#shared/address/parse.ts';

const launcher = fileURLToPath(new URL('lablink.mjs', import.meta.url));
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Starts `lablink simulate`, and waits until it has said so much. */
async function simulate(lines: number, ...args: string[]): Promise<{ out: string[]; err: () => string }> {
  const child = spawn(process.execPath, [launcher, 'simulate', ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  children.push(child);
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  while (out.split('\n').length <= lines)
    await Promise.race([once(child.stdout, 'data'), once(child, 'close')]);
  return { out: out.trimEnd().split('\n'), err: () => err };
}

test('wires: their addresses behind those of the sockets, as URLs, and behind a tab as VISA writes them', async () => {
  const { out } = await simulate(20, '--prologix', '--hislip', '--vxi11');
  const pairs = out.map((line) => line.split('\t'));
  const schemes = pairs.map(([url = '']) => parseAddress(url).scheme);
  expect(schemes).toEqual(['tcp', 'vxi11', 'hislip', 'prologix'].flatMap((scheme) => Array(5).fill(scheme)));
  expect(pairs[0]).toHaveLength(1);
  expect(pairs[10]?.[1]).toMatch(/^TCPIP::127\.0\.0\.1::hislip0,\d+::INSTR$/);
  expect(pairs[19]?.[0]).toMatch(/^prologix:\/\/127\.0\.0\.1:\d+\/5$/);
  // It really listens there: the adapter says what it is.
  const socket = connect(Number(new URL((pairs[15]?.[0] ?? '').replace(/^\w+/, 'http')).port), '127.0.0.1');
  socket.write('++ver\n');
  expect(String((await once(socket, 'data'))[0])).toContain('GPIB');
  socket.destroy();
});

test('--json names each wire of each instrument; without the portmapper’s port it is said that VISA does not find it', async () => {
  // There is one port 111: one of the two has to do without, or both.
  const both = [await simulate(1, '--json', '--vxi11'), await simulate(1, '--json', '--vxi11')];
  const shown = both.map(({ out, err }) => {
    const { instruments } = JSON.parse(out[0] ?? '') as {
      instruments: { key: string; wires: { url: string; visa: string | null }[] }[];
    };
    expect(instruments.map(({ wires }) => wires.length)).toEqual([1, 1, 1, 1, 1]);
    return { ...instruments[4]?.wires[0], err };
  });
  const without = shown.find(({ visa }) => visa === null);
  expect(without?.url).toMatch(/^vxi11:\/\/127\.0\.0\.1:\d+\/inst4$/);
  await expect
    .poll(() => without?.err())
    .toBe(
      'The port 111 of the portmapper cannot be had: only clients that are told the port itself reach VXI-11.\n',
    );
});

test('--battery puts a cell at the load; what is no capacity is refused', async () => {
  const { out } = await simulate(5, '--battery', '0.5');
  const socket = connect(Number(new URL(out[1] ?? '').port), '127.0.0.1');
  socket.write('MEAS:VOLT?\n');
  expect(Number(String((await once(socket, 'data'))[0]))).toBeCloseTo(4.18, 1);
  socket.destroy();
  for (const wrong of ['0', '-1', '1e3', 'big']) {
    const child = spawn(process.execPath, [launcher, 'simulate', `--battery=${wrong}`], { stdio: 'pipe' });
    const [exit] = (await once(child, 'exit')) as [number];
    expect({ wrong, exit }).toEqual({ wrong, exit: 2 });
  }
});
