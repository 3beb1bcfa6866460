import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server, type AddressInfo } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Place } from './cli.fixture.ts';

let place: Place;
let server: Server | null = null;
beforeEach(() => {
  place = new Place();
});
afterEach(async () => {
  server?.close();
  server = null;
  await place.remove();
});

/** A device that answers `*IDN?`, and nothing to what is slow; it tells when somebody came and when they left. */
async function device() {
  const asked = Promise.withResolvers<void>();
  const left = Promise.withResolvers<void>();
  server = createServer((socket) => {
    let rest = '';
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      rest += chunk;
      for (let at = rest.indexOf('\n'); at >= 0; at = rest.indexOf('\n')) {
        const line = rest.slice(0, at);
        rest = rest.slice(at + 1);
        if (line.includes('SLOW?')) asked.resolve();
        else if (line.includes('BLOCK?')) socket.write('#15\u0001\u0002\u0003\u0004\u0005\n');
        else if (line.includes('IDN?')) socket.write('Nobody,Thing,1,1\n');
        else if (line.includes('ERR?')) socket.write('0,"No error"\n');
      }
    });
    socket.once('close', () => left.resolve());
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { address: `tcp://127.0.0.1:${port}`, asked: asked.promise, left: left.promise };
}

test('before any account exists it acts as local:<OS user>, and the history says so', async () => {
  const ended = await place.lablink('query', 'sim:supply', '*IDN?', 'MEAS:VOLT?');
  expect(ended).toMatchObject({ code: 0, err: '' });
  expect(ended.out).toMatch(/^LabLink,SIM-PS2,.*\n[\d.E+-]+\n$/);
  const who = `local:${userInfo().username}`;
  const rows = place.records();
  expect(rows).toContain(`${who} | *IDN? | ok`);
  expect(rows).toContain(`${who} | instruments.send | ok`);
  expect(rows).toContain(`${who} | MEAS:VOLT? | ok`);
  // Nothing is remembered of what was borrowed.
  expect(await place.lablink('list', '--json')).toMatchObject({ code: 0, out: '[]\n' });
});

test('--json: one object a message, with the fault of one that did not work', async () => {
  const args = ['query', '--json', '--keep-going', '--confirm', 'sim:supply', 'NONSENSE', '*IDN?'];
  const { code, out, err } = await place.lablink(...args);
  const objects = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  expect(objects).toMatchObject([
    { instrument: 'sim:supply', request: 'NONSENSE', error: { code: 'INSTRUMENT_ERROR' } },
    { request: '*IDN?', reply: { kind: 'text', text: expect.stringContaining('SIM-PS2') } },
  ]);
  expect(code).toBe(5);
  expect(err).toMatch(/^lablink: .*-113.*\n$/);
});

test('without --keep-going nothing is sent after the first fault', async () => {
  const { code, out } = await place.lablink('query', '--confirm', 'sim:supply', 'NONSENSE', '*IDN?');
  expect({ code, out }).toEqual({ code: 5, out: '' });
  expect(place.records().join('\n')).not.toMatch(/local:\S+ \| \*IDN\?/);
});

test('messages from standard input, a line each; empty ones are none', async () => {
  const { code, out } = await place.typing(['*IDN?', '', '*OPC?'], 'query', 'sim:supply', '-');
  expect(code).toBe(0);
  expect(out).toMatch(/^LabLink,SIM-PS2,.*\n1\n$/);
});

test('a block is described, kept in a file, or printed as it is', async () => {
  const { address } = await device();
  const described = await place.lablink('query', address, 'BLOCK?');
  expect(described).toMatchObject({ code: 0, out: '' });
  expect(described.err).toBe(
    'The reply is a block of 5 bytes. --out FILE keeps it, --raw prints it as it is.\n',
  );
  const file = join(place.parent, 'kept.bin');
  expect(await place.lablink('query', '--out', file, address, 'BLOCK?')).toMatchObject({ code: 0, out: '' });
  expect(readFileSync(file, 'latin1')).toBe('\u0001\u0002\u0003\u0004\u0005');
  const raw = await place.lablink('query', '--raw', address, 'BLOCK?');
  expect(raw).toMatchObject({ code: 0, out: '\u0001\u0002\u0003\u0004\u0005', err: '' });
});

test('Ctrl-C during a query: 130, nothing printed, and the link is left', async () => {
  const { address, asked, left } = await device();
  const run = place.start('query', '--timeout', '60000', address, 'SLOW?');
  await asked;
  run.child.kill('SIGINT');
  expect(await run.ended).toMatchObject({ code: 130, out: '', err: '' });
  await left;
  expect(place.records().join('\n')).toMatch(/\| outcome \| cancelled$/m);
});

test('Ctrl-C while an instrument says nothing to its greeting: 130, and no fault is told', async () => {
  const came = Promise.withResolvers<void>();
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => came.resolve());
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const run = place.start('query', '--json', `tcp://127.0.0.1:${port}`, '*IDN?');
  await came.promise;
  run.child.kill('SIGINT');
  expect(await run.ended).toMatchObject({ code: 130, out: '', err: '' });
});

test('a reader that has seen enough ends it quietly', async () => {
  const run = place.start('query', 'sim:supply', ...Array.from({ length: 40 }, () => '*IDN?'));
  await once(run.child.stdout!, 'data');
  run.child.stdout!.destroy();
  expect(await run.ended).toMatchObject({ code: 0, err: '' });
});

test('two at a time: the second one waits for the folder', async () => {
  const both = await Promise.all([
    place.lablink('query', 'sim:supply', '*IDN?'),
    place.lablink('query', 'sim:supply', '*IDN?'),
  ]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
});

test('a folder that cannot be made is said in one line', async () => {
  place.folder = '/proc/nowhere';
  const { code, out, err } = await place.lablink('list');
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(/^lablink: The data folder \/proc\/nowhere cannot be written\. [^\n]+\n$/);
});

test('every command has its own help', async () => {
  const names = ['query', 'list', 'simulate', 'doctor', 'open', 'login', 'logout', 'recover'];
  const all = await Promise.all(names.map((name) => place.lablink(name, '--help')));
  for (const [index, { code, out, err }] of all.entries()) {
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(new RegExp(`^ {2}lablink ${names[index]}\\b`));
  }
});
