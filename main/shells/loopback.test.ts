import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { forgotten, TestShell } from './loopback.fixture.ts';

let shell: TestShell;
beforeEach(async () => {
  shell = await new TestShell().open();
});
afterEach(() => shell.close());

describe('the page', () => {
  test('is served with its policy to whoever asks for it by the right name', async () => {
    const answer = await shell.ask('/');
    expect(answer).toMatchObject({ status: 200, body: '<p>page</p>' });
    expect(answer.headers['content-security-policy']).toContain(`connect-src 'self' ws://${shell.host};`);
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(shell.loopback.mintUrl()).toMatch(new RegExp(`^${shell.origin}/#token=[\\w-]{43}$`));
  });

  test.each(['localhost', '127.0.0.1', '127.0.0.1:1', 'example.org', '[::1]'])(
    'R-22: Host %o reaches nothing',
    async (wrong) => {
      expect(await shell.ask('/', { headers: { Host: wrong } })).toMatchObject({ status: 403, body: '' });
      expect((await shell.redeem(shell.newToken(), { Host: wrong })).status).toBe(403);
    },
  );

  test('R-22: another origin reaches nothing', async () => {
    for (const wrong of [
      'http://localhost',
      'null',
      `${shell.origin}.example.org`,
      'http://127.0.0.1:1',
      `https://${shell.host}`,
    ])
      expect((await shell.ask('/', { headers: { Origin: wrong } })).status).toBe(403);
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'])('%s is refused', async (method) => {
    expect((await shell.ask('/', { method })).status).toBe(405);
    expect((await shell.ask('/seat', { method })).status).toBe(method === 'POST' ? 403 : 405);
  });

  test.each([
    '/../package.json',
    '/%2e%2e/package.json',
    '/..%2fpackage.json',
    '//etc/passwd',
    `/etc/passwd`,
    '/.built',
  ])('%s is not there', async (path) => expect((await shell.ask(path)).status).toBe(404));

  test('only 127.0.0.1 is listened on', async () => {
    const socket = connect({ host: '127.0.0.2', port: shell.port });
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
  });
});

describe('R-23: connections', () => {
  test('whoever asks and does not read holds no place', async () => {
    await shell.end();
    mkdirSync(join(shell.folder, 'assets'));
    writeFileSync(join(shell.folder, 'assets/big.js'), Buffer.alloc(32 * 1024 * 1024, 'x'));
    await shell.open(100);
    const socket = connect({ host: '127.0.0.1', port: shell.port });
    socket.write(`GET /assets/big.js HTTP/1.1\r\nHost: ${shell.host}\r\n\r\n`);
    await once(socket, 'connect');
    // Bytes put the end off, so they come seldom.
    expect(await forgotten(socket, 400)).toBe(true);
  });

  test('a window that is quiet stays', async () => {
    await shell.end();
    await shell.open(50);
    const { cookie, secret } = await shell.sit();
    const socket = shell.dial({ Cookie: cookie });
    await once(socket, 'open');
    socket.send(secret);
    await once(socket, 'message');
    // Another connection that is closed for its silence, begun later, shows that the time has passed.
    const silent = connect({ host: '127.0.0.1', port: shell.port });
    await once(silent, 'close');
    expect(socket.readyState).toBe(socket.OPEN);
  });

  test('are 256 at the most', async () => {
    const silent = Array.from({ length: 256 }, () => connect({ host: '127.0.0.1', port: shell.port }));
    await Promise.all(silent.map((each) => once(each, 'connect')));
    await expect(shell.ask('/')).rejects.toThrow(/ECONNRESET|hang up/);
    for (const each of silent) each.destroy();
    await vi.waitFor(async () => expect((await shell.ask('/')).status).toBe(200));
  });

  test('those that stay open do not hold up the end', async () => {
    const idle = connect({ host: '127.0.0.1', port: shell.port, allowHalfOpen: true });
    const half = connect({ host: '127.0.0.1', port: shell.port, allowHalfOpen: true });
    half.write(`GET / HTTP/1.1\r\nHost: ${shell.host}\r\n`);
    for (const each of [idle, half]) each.on('error', () => undefined);
    await Promise.all([once(idle, 'connect'), once(half, 'connect')]);
    expect(await shell.ask('/')).toMatchObject({ status: 200 });
    await shell.end();
    for (const each of [idle, half]) each.destroy();
  });
});

describe('the token', () => {
  test('gives a cookie that no script reads and no other site sends, and a secret', async () => {
    const answer = await shell.redeem(shell.newToken());
    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(
        new RegExp(`^lablink-${shell.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`),
      ),
    ]);
    const random = expect.stringMatching(/^[\w-]{43}$/) as string;
    expect(JSON.parse(answer.body)).toEqual({ secret: random, browser: random });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('works once', async () => {
    const token = shell.newToken();
    expect((await shell.redeem(token)).status).toBe(200);
    expect((await shell.redeem(token)).status).toBe(403);
  });

  test('works for 10 minutes', async () => {
    const [first, second] = [shell.newToken(), shell.newToken()];
    shell.now += 10 * 60_000 - 1;
    expect((await shell.redeem(first)).status).toBe(200);
    shell.now += 1;
    expect((await shell.redeem(second)).status).toBe(403);
  });

  test('cannot be guessed', async () => {
    for (const wrong of ['x', 'A'.repeat(43), '__proto__'])
      expect((await shell.redeem(wrong)).status).toBe(403);
  });

  test('R-22: is taken from our own page alone, and is not used up by another', async () => {
    const token = shell.newToken();
    expect((await shell.redeem(token, { Origin: 'http://127.0.0.1:1' })).status).toBe(403);
    expect((await shell.redeem(token, { Origin: 'null' })).status).toBe(403);
    const { status } = await shell.ask('/seat', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    expect(status).toBe(403);
    expect((await shell.redeem(token, { 'Content-Type': 'text/plain' })).status).toBe(415);
    expect((await shell.redeem(token)).status).toBe(200);
  });

  test('comes in a small JSON body and in no other', async () => {
    expect((await shell.redeem('', {}, '{"token":')).status).toBe(400);
    expect((await shell.redeem('', {}, '{"token":7}')).status).toBe(400);
    expect((await shell.redeem('', {}, '{"token":"x","more":1}')).status).toBe(400);
    expect((await shell.redeem('', {}, JSON.stringify({ token: 'x'.repeat(2000) }))).status).toBe(413);
    expect((await shell.redeem('', { 'Content-Length': '' }, '')).status).toBe(400);
  });

  test('R-23: a body without a length is not read', async () => {
    const socket = connect({ host: '127.0.0.1', port: shell.port });
    socket.write(
      `POST /seat HTTP/1.1\r\nHost: ${shell.host}\r\nOrigin: ${shell.origin}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    const [data] = (await once(socket, 'data')) as [Buffer];
    expect(data.toString()).toMatch(/^HTTP\/1\.1 411/);
    socket.destroy();
  });

  test('a second link in the same browser opens a second window on the same seat', async () => {
    const first = await shell.sit();
    const token = shell.newToken();
    const answer = await shell.redeem(
      token,
      { Cookie: first.cookie },
      JSON.stringify({ token, browser: first.browser }),
    );
    expect(String(answer.headers['set-cookie'])).toContain(first.cookie);
    const { secret } = JSON.parse(answer.body) as { secret: string };
    expect(secret).not.toBe(first.secret);
    for (const each of [first.secret, secret]) {
      const socket = shell.dial({ Cookie: first.cookie });
      await once(socket, 'open');
      socket.send(each);
      await once(socket, 'message');
    }
    expect(new Set(shell.admitted.map(({ seat }) => seat)).size).toBe(1);
  });

  test('R-22: a link and the cookie of somebody else do not lead to their seat', async () => {
    const victim = await shell.sit();
    const thief = await shell.sit();
    for (const browser of [undefined, thief.browser, victim.cookie, victim.secret]) {
      const token = shell.newToken();
      const answer = await shell.redeem(token, { Cookie: victim.cookie }, JSON.stringify({ token, browser }));
      expect(answer.status).toBe(200);
      expect(String(answer.headers['set-cookie'])).not.toContain(victim.cookie);
      const { secret } = JSON.parse(answer.body) as { secret: string };
      const socket = shell.dial({ Cookie: victim.cookie });
      await once(socket, 'open');
      socket.send(secret);
      await once(socket, 'close');
    }
    expect(shell.admitted).toEqual([]);
  });
});

test('whether the browser is known can be asked by its own page', async () => {
  const { cookie } = await shell.sit();
  expect((await shell.ask('/seat')).body).toBe('{"known":false}');
  expect((await shell.ask('/seat', { headers: { Cookie: cookie } })).body).toBe('{"known":true}');
});
