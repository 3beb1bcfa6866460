import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { decodeMessage, encodeMessage } from '#shared/rpc/codec.ts';
import { sockets } from '#shared/rpc/loopback.ts';
import type { Wire } from '#shared/rpc/wire.ts';
import { type Loopback, openLoopback } from './loopback.ts';
import { hasDisplay, openerFor, writeDoor } from './loopback-open.ts';
import { secretDeadlineMs } from './loopback-socket.ts';

let folder: string;
let now: number;
let loopback: Loopback;
let admitted: { wire: Wire; seat: string }[];
let host: string;
let origin: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lablink-loopback-'));
  writeFileSync(join(folder, 'index.html'), '<p>page</p>');
  now = 1_000_000;
  admitted = [];
  loopback = await openLoopback({
    renderer: folder,
    admit: (wire, seat) => admitted.push({ wire, seat }),
    now: () => now,
  });
  host = `127.0.0.1:${loopback.port}`;
  origin = `http://${host}`;
});
afterEach(async () => {
  await loopback.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}
/** A request exactly as given: `fetch` would correct Host and the path. */
const ask = (
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
) =>
  new Promise<Answer>((resolve, reject) => {
    const { method = 'GET', headers = {}, body } = options;
    const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
    const asked = request({
      host: '127.0.0.1',
      port: loopback.port,
      path,
      method,
      headers: { Host: host, ...length, ...headers },
    });
    asked.once('error', reject);
    asked.once('response', async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      resolve({
        status: response.statusCode!,
        headers: response.headers,
        body: Buffer.concat(chunks).toString(),
      });
    });
    asked.end(body);
  });
const tokenOf = (url: string): string => new URL(url).hash.slice('#token='.length);
const redeem = (token: string, headers: Record<string, string> = {}, body = JSON.stringify({ token })) =>
  ask('/seat', {
    method: 'POST',
    headers: { Origin: origin, 'Content-Type': 'application/json', ...headers },
    body,
  });
const sit = async (): Promise<{ cookie: string; secret: string }> => {
  const answer = await redeem(tokenOf(loopback.mintUrl()));
  return {
    cookie: String(answer.headers['set-cookie']).split(';')[0]!,
    secret: (JSON.parse(answer.body) as { secret: string }).secret,
  };
};
const dial = (headers: Record<string, string>, path: string = sockets.path): WebSocket =>
  new WebSocket(`ws://${host}${path}`, { headers: { Host: host, Origin: origin, ...headers } });
/** The status with which an upgrade was refused. */
const refusal = (socket: WebSocket): Promise<number> =>
  new Promise((resolve, reject) => {
    socket.once('unexpected-response', (_, response) => {
      resolve(response.statusCode!);
      socket.terminate();
    });
    socket.once('open', () => reject(new Error('it opened')));
    socket.on('error', () => undefined);
  });

describe('the page', () => {
  test('is served with its policy to whoever asks for it by the right name', async () => {
    const answer = await ask('/');
    expect(answer).toMatchObject({ status: 200, body: '<p>page</p>' });
    expect(answer.headers['content-security-policy']).toContain(`connect-src 'self' ws://${host};`);
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(loopback.mintUrl()).toMatch(new RegExp(`^${origin}/#token=[\\w-]{43}$`));
  });

  test.each(['localhost', '127.0.0.1', '127.0.0.1:1', 'example.org', '[::1]'])(
    'R-22: Host %o reaches nothing',
    async (wrong) => {
      expect(await ask('/', { headers: { Host: wrong } })).toMatchObject({ status: 403, body: '' });
      expect((await redeem(tokenOf(loopback.mintUrl()), { Host: wrong })).status).toBe(403);
    },
  );

  test('R-22: another origin reaches nothing', async () => {
    for (const wrong of [
      'http://localhost',
      'null',
      `${origin}.example.org`,
      'http://127.0.0.1:1',
      `https://${host}`,
    ])
      expect((await ask('/', { headers: { Origin: wrong } })).status).toBe(403);
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'])('%s is refused', async (method) => {
    expect((await ask('/', { method })).status).toBe(405);
    if (method !== 'POST') expect((await ask('/seat', { method })).status).toBe(405);
  });

  test.each([
    '/../package.json',
    '/%2e%2e/package.json',
    '/..%2fpackage.json',
    '//etc/passwd',
    `/etc/passwd`,
    '/.built',
  ])('%s is not there', async (path) => expect((await ask(path)).status).toBe(404));

  test('only 127.0.0.1 is listened on', async () => {
    const socket = connect({ host: '127.0.0.2', port: loopback.port });
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
  });
});

describe('the token', () => {
  test('gives a cookie that no script reads and no other site sends, and a secret', async () => {
    const answer = await redeem(tokenOf(loopback.mintUrl()));
    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(
        new RegExp(`^lablink-${loopback.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`),
      ),
    ]);
    expect(JSON.parse(answer.body)).toEqual({ secret: expect.stringMatching(/^[\w-]{43}$/) as string });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('works once', async () => {
    const token = tokenOf(loopback.mintUrl());
    expect((await redeem(token)).status).toBe(200);
    expect((await redeem(token)).status).toBe(403);
  });

  test('works for 10 minutes', async () => {
    const [first, second] = [tokenOf(loopback.mintUrl()), tokenOf(loopback.mintUrl())];
    now += 10 * 60_000 - 1;
    expect((await redeem(first)).status).toBe(200);
    now += 1;
    expect((await redeem(second)).status).toBe(403);
  });

  test('cannot be guessed', async () => {
    for (const wrong of ['x', 'A'.repeat(43), '__proto__']) expect((await redeem(wrong)).status).toBe(403);
  });

  test('R-22: is taken from our own page alone, and is not used up by another', async () => {
    const token = tokenOf(loopback.mintUrl());
    expect((await redeem(token, { Origin: 'http://127.0.0.1:1' })).status).toBe(403);
    expect((await redeem(token, { Origin: 'null' })).status).toBe(403);
    const { status } = await ask('/seat', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    expect(status).toBe(403);
    expect((await redeem(token, { 'Content-Type': 'text/plain' })).status).toBe(415);
    expect((await redeem(token)).status).toBe(200);
  });

  test('comes in a small JSON body and in no other', async () => {
    expect((await redeem('', {}, '{"token":')).status).toBe(400);
    expect((await redeem('', {}, '{"token":7}')).status).toBe(400);
    expect((await redeem('', {}, '{"token":"x","more":1}')).status).toBe(400);
    expect((await redeem('', {}, JSON.stringify({ token: 'x'.repeat(2000) }))).status).toBe(413);
    expect((await redeem('', { 'Content-Length': '' }, '')).status).toBe(400);
  });

  test('R-23: a body without a length is not read', async () => {
    const socket = connect({ host: '127.0.0.1', port: loopback.port });
    socket.write(
      `POST /seat HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${origin}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    const [data] = (await once(socket, 'data')) as [Buffer];
    expect(data.toString()).toMatch(/^HTTP\/1\.1 411/);
    socket.destroy();
  });

  test('a second link in the same browser opens a second window on the same seat', async () => {
    const first = await sit();
    const answer = await redeem(tokenOf(loopback.mintUrl()), { Cookie: first.cookie });
    expect(String(answer.headers['set-cookie'])).toContain(first.cookie);
    const { secret } = JSON.parse(answer.body) as { secret: string };
    expect(secret).not.toBe(first.secret);
    for (const each of [first.secret, secret]) {
      const socket = dial({ Cookie: first.cookie });
      await once(socket, 'open');
      socket.send(each);
      await once(socket, 'message');
    }
    expect(new Set(admitted.map(({ seat }) => seat)).size).toBe(1);
  });
});

describe('R-22: the socket', () => {
  test('opens for the cookie with its secret, and carries frames', async () => {
    const { cookie, secret } = await sit();
    const socket = dial({ Cookie: `other=1; ${cookie}` });
    await once(socket, 'open');
    socket.send(secret);
    const [welcome] = (await once(socket, 'message')) as [Buffer];
    expect(welcome.toString()).toBe('welcome');
    expect(admitted).toHaveLength(1);
    expect(admitted[0]!.seat).toMatch(/^browser-[0-9a-f]{8}$/);
    expect(cookie).not.toContain(admitted[0]!.seat);
    admitted[0]!.wire.onMessage((message) => admitted[0]!.wire.send({ back: message }));
    socket.send(encodeMessage({ x: 1 }));
    const [frame] = (await once(socket, 'message')) as [Buffer];
    expect(decodeMessage(new Uint8Array(frame))).toEqual({ back: { x: 1 } });
  });

  test('frames sent right behind the secret are not lost', async () => {
    const { cookie, secret } = await sit();
    const socket = dial({ Cookie: cookie });
    await once(socket, 'open');
    socket.send(secret);
    for (let each = 0; each < 5; each++) socket.send(encodeMessage(each));
    await vi.waitFor(() => expect(admitted).toHaveLength(1));
    const seen: unknown[] = [];
    admitted[0]!.wire.onMessage((message) => seen.push(message));
    await vi.waitFor(() => expect(seen).toEqual([0, 1, 2, 3, 4]));
  });

  test('does not open without a cookie, with an unknown one, or with two', async () => {
    const { cookie } = await sit();
    expect(await refusal(dial({}))).toBe(401);
    expect(await refusal(dial({ Cookie: `lablink-${loopback.port}=wrong` }))).toBe(401);
    expect(await refusal(dial({ Cookie: `${cookie}; ${cookie}` }))).toBe(401);
    expect(await refusal(dial({ Cookie: cookie.replace(/^lablink-\d+/, 'lablink-1') }))).toBe(401);
  });

  test('does not open for another Host, another Origin, none, or another path', async () => {
    const { cookie } = await sit();
    expect(await refusal(dial({ Cookie: cookie, Origin: 'http://127.0.0.1:1' }))).toBe(403);
    expect(await refusal(dial({ Cookie: cookie, Origin: 'null' }))).toBe(403);
    expect(await refusal(dial({ Cookie: cookie, Host: 'localhost' }))).toBe(403);
    expect(await refusal(new WebSocket(`ws://${host}/wire`, { headers: { Cookie: cookie } }))).toBe(403);
    expect(await refusal(dial({ Cookie: cookie }, '/other'))).toBe(404);
    expect(await refusal(dial({ Cookie: cookie }, '/wire?x'))).toBe(404);
  });

  test.each([
    ['a wrong secret', () => 'A'.repeat(43)],
    ['nothing', () => ''],
    ["another browser's secret", (other: string) => other],
    ['bytes instead of text', (_: string, own: string) => Buffer.from(own)],
    [
      'a frame instead of a secret',
      () => encodeMessage({ t: 'ask', id: 1, domain: 'safety', method: 'state', input: {} }),
    ],
  ])('the cookie with %s opens nothing', async (_, say) => {
    const other = await sit();
    const { cookie, secret } = await sit();
    const socket = dial({ Cookie: cookie });
    await once(socket, 'open');
    socket.send(say(other.secret, secret));
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(sockets.refused);
    expect(admitted).toEqual([]);
  });

  test('the cookie alone opens nothing: silence ends it', async () => {
    const { cookie } = await sit();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const socket = dial({ Cookie: cookie });
      await once(socket, 'open');
      const closed = once(socket, 'close');
      vi.advanceTimersByTime(secretDeadlineMs);
      const [code] = (await closed) as [number];
      expect(code).toBe(sockets.refused);
      expect(admitted).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('R-23: a message that is too large closes it', async () => {
    const { cookie, secret } = await sit();
    const socket = dial({ Cookie: cookie });
    await once(socket, 'open');
    socket.send(secret);
    await once(socket, 'message');
    socket.on('error', () => undefined);
    socket.send(new Uint8Array(2 * 1024 * 1024));
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1009);
  });

  test('ends with the shell', async () => {
    const { cookie, secret } = await sit();
    const socket = dial({ Cookie: cookie });
    await once(socket, 'open');
    socket.send(secret);
    await once(socket, 'message');
    const why = new Promise((resolve) => admitted[0]!.wire.onClose(resolve));
    const closed = once(socket, 'close');
    await loopback.close();
    await Promise.all([why, closed]);
    loopback = await openLoopback({ renderer: folder, admit: () => undefined });
  });
});

test('whether the browser is known can be asked by its own page', async () => {
  const { cookie } = await sit();
  expect((await ask('/seat')).body).toBe('{"known":false}');
  expect((await ask('/seat', { headers: { Cookie: cookie } })).body).toBe('{"known":true}');
});

describe('the way into the browser', () => {
  test('is a file that its owner alone can read', () => {
    const url = loopback.mintUrl();
    const file = writeDoor(folder, url);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(openerFor('linux', file)).toEqual(['xdg-open', file]);
    expect(openerFor('darwin', file)).toEqual(['open', file]);
    expect(openerFor('win32', file).join(' ')).not.toContain('token');
  });
  test('needs a display on Linux', () => {
    expect(hasDisplay('linux', {})).toBe(false);
    expect(hasDisplay('linux', { DISPLAY: '', WAYLAND_DISPLAY: '' })).toBe(false);
    expect(hasDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
    expect(hasDisplay('win32', {})).toBe(true);
  });
});
