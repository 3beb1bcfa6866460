import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WholeReply } from '#shared/contract/program.ts';
import { writeReply } from './cli-reply-whole.ts';
import { Place } from './cli.fixture.ts';

const large = 20_000_000;
const patience = 60_000;
/** Every byte value, at every place in a piece. */
const payload = Buffer.from(Uint8Array.from({ length: large }, (_, at) => (at * 31 + (at >> 8)) & 0xff));
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

let place: Place;
let server: Server;
let address: string;
let asked: string[];
let half: PromiseWithResolvers<void>;

/** Answers with blocks and texts of 20 MB; `HALF?` stops in the middle of one. */
beforeEach(async () => {
  place = new Place();
  asked = [];
  half = Promise.withResolvers();
  server = createServer((socket) => {
    let rest = '';
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      rest += chunk;
      for (let at = rest.indexOf('\n'); at >= 0; at = rest.indexOf('\n')) {
        const line = rest.slice(0, at).trim();
        rest = rest.slice(at + 1);
        if (/IDN\?/.test(line)) socket.write('Nobody,Thing,1,1\n');
        else if (/ERR\?/.test(line)) socket.write('0,"No error"\n');
        else asked.push(line);
        if (/^(BLOCK|HALF)\?/.test(line)) socket.write(`#8${large}`);
        if (line === 'BLOCK?') socket.write(Buffer.concat([payload, Buffer.from(';7\n')]));
        if (line === 'HALF?') socket.write(payload.subarray(0, large / 2), () => half.resolve());
        if (line === 'TEXT?') socket.write(`${'1.25,'.repeat(100_000)}é\n`);
      }
    });
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  address = `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.close();
  await place.remove();
});

const folder = (): string => {
  const path = join(place.parent, 'kept');
  mkdirSync(path, { recursive: true });
  return path;
};
const query = (...args: string[]): string[] => ['query', '--timeout', '60000', ...args];

describe.each(['alone', 'through a running console'])('%s', (way) => {
  beforeEach(async () => {
    if (way !== 'alone') await place.console();
  });

  test('a block of 20 MB is kept byte for byte, is recorded, and what followed it is printed', {
    timeout: patience,
  }, async () => {
    const file = join(folder(), 'wave.bin');
    expect(await place.lablink(...query('--out', file, address, 'BLOCK?'))).toEqual({
      code: 0,
      signal: null,
      out: ';7\n',
      err: `${file}: a block of 20,000,000 bytes\n`,
    });
    expect(digest(readFileSync(file))).toBe(digest(payload));
    expect(readdirSync(folder())).toEqual(['wave.bin']);
    const rows = place.records();
    expect(rows).toContainEqual(expect.stringMatching(/^local:\S+ \| BLOCK\? \| $/));
    expect(rows).toContainEqual(expect.stringMatching(/^local:\S+ \| instruments\.sendWhole \| ok$/));
  });

  test('Ctrl-C in the middle: 130, and the file is as it was', { timeout: patience }, async () => {
    const file = join(folder(), 'wave.bin');
    writeFileSync(file, 'before');
    const run = place.start(...query('--out', file, address, 'HALF?'));
    await half.promise;
    run.child.kill('SIGINT');
    expect(await run.ended).toMatchObject({ code: 130, out: '', err: '' });
    expect(readFileSync(file, 'utf8')).toBe('before');
    expect(readdirSync(folder())).toEqual(['wave.bin']);
  });
});

test('--raw prints a text of any length whole; --out keeps none', { timeout: patience }, async () => {
  const text = `${'1.25,'.repeat(100_000)}é\n`;
  expect((await place.lablink(...query('--raw', address, 'TEXT?'))).out).toBe(text);
  const file = join(folder(), 'text');
  expect(await place.lablink(...query('--out', file, address, 'TEXT?'))).toMatchObject({
    code: 0,
    out: text,
  });
  expect(readdirSync(folder())).toEqual([]);
});

test('--raw prints 20 MB for a slow reader', { timeout: patience }, async () => {
  const run = place.start(...query('--raw', address, 'BLOCK?'));
  const { stdout } = run.child;
  const hash = createHash('sha256');
  stdout!.removeAllListeners('data');
  stdout!.on('data', (chunk: Buffer) => {
    hash.update(chunk);
    stdout!.pause();
    setImmediate(() => stdout!.resume());
  });
  expect(await run.ended).toMatchObject({ code: 0, err: '' });
  expect(hash.digest('hex')).toBe(digest(payload));
});

test('a disk that is full: said, and nothing of it stays', { timeout: patience }, async () => {
  await place.console();
  const file = join(folder(), 'wave.bin');
  writeFileSync(file, 'before');
  const { code, out, err } = await place.limited(8 * 2 ** 20, ...query('--out', file, address, 'BLOCK?'));
  expect({ code, out, err }).toEqual({
    code: 1,
    out: '',
    err: `lablink: There is no room for ${file}. Free space on the disk, or choose another file.\n`,
  });
  expect(readFileSync(file, 'utf8')).toBe('before');
  expect(readdirSync(folder())).toEqual(['wave.bin']);
  const device = await place.lablink(...query('--out', '/dev/full', address, 'BLOCK?'));
  expect(device).toMatchObject({ code: 1, err: expect.stringContaining('There is no room for /dev/full.') });
});

test('a file that cannot be made: said before anything is sent', async () => {
  const file = join(folder(), 'nowhere', 'wave.bin');
  expect(await place.lablink(...query('--out', file, address, 'BLOCK?'))).toMatchObject({
    code: 1,
    err: `lablink: ${file} cannot be written. Choose another file, or check its folder.\n`,
  });
  expect(await place.lablink(...query('--out', folder(), address, 'BLOCK?'))).toMatchObject({ code: 1 });
  expect(asked).toEqual([]);
});

test('no reply, or a fault: no file', { timeout: patience }, async () => {
  const file = join(folder(), 'wave.bin');
  const args = ['--timeout', '200', '--out', file];
  expect(await place.lablink('query', ...args, 'sim:supply', 'NONSENSE?')).toMatchObject({
    code: 5,
    out: '',
  });
  expect(await place.lablink('query', ...args, 'sim:supply', 'VOLT 1')).toMatchObject({ code: 0, out: '' });
  expect(await place.lablink('query', ...args, 'sim:supply', 'VOLT 1000')).toMatchObject({
    code: 3,
    out: '',
  });
  expect(readdirSync(folder())).toEqual([]);
});

test('a link leads to the file that is written, and its mode stays', { timeout: patience }, async () => {
  const [file, link] = [join(folder(), 'wave.bin'), join(folder(), 'latest')];
  writeFileSync(file, '');
  chmodSync(file, 0o640);
  symlinkSync(file, link);
  expect(await place.lablink(...query('--out', link, address, 'BLOCK?'))).toMatchObject({ code: 0 });
  expect(statSync(file)).toMatchObject({ size: large });
  expect(statSync(file).mode & 0o777).toBe(0o640);
  expect(readdirSync(folder()).sort()).toEqual(['latest', 'wave.bin']);
});

test('a reply that ends before its length is no file, and is said', async () => {
  const file = join(folder(), 'wave.bin');
  async function* half(): AsyncGenerator<WholeReply> {
    yield { item: 'begin', kind: 'block', type: 'bytes', length: 4, rest: '', wireMs: 1 };
    yield { item: 'piece', data: Uint8Array.of(1, 2) };
  }
  await expect(writeReply(half, { out: file, raw: false })).rejects.toMatchObject({
    code: 'CONNECTION_LOST',
  });
  expect(readdirSync(folder())).toEqual([]);
});
