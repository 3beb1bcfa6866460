import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { decodeMessage, encodeMessage } from '#shared/rpc/codec.ts';
import { sockets } from '#shared/rpc/loopback.ts';
import { forgotten, refusal, TestShell } from './loopback.fixture.ts';
import { secretDeadlineMs } from './loopback-guard.ts';

let shell: TestShell;
beforeEach(async () => {
  shell = await new TestShell().open();
});
afterEach(() => shell.close());

describe('R-22: the socket', () => {
  test('opens for the cookie with its secret, and carries frames', async () => {
    const { cookie, secret } = await shell.sit();
    const socket = shell.dial({ Cookie: `other=1; ${cookie}` });
    await once(socket, 'open');
    socket.send(secret);
    const [welcome] = (await once(socket, 'message')) as [Buffer];
    expect(welcome.toString()).toBe('welcome');
    expect(shell.admitted).toHaveLength(1);
    expect(shell.admitted[0]!.seat).toMatch(/^browser-[0-9a-f]{8}$/);
    expect(cookie).not.toContain(shell.admitted[0]!.seat);
    shell.admitted[0]!.wire.onMessage((message) => shell.admitted[0]!.wire.send({ back: message }));
    socket.send(encodeMessage({ x: 1 }));
    const [frame] = (await once(socket, 'message')) as [Buffer];
    expect(decodeMessage(new Uint8Array(frame))).toEqual({ back: { x: 1 } });
  });

  test('frames sent right behind the secret are not lost', async () => {
    const { cookie, secret } = await shell.sit();
    const socket = shell.dial({ Cookie: cookie });
    await once(socket, 'open');
    socket.send(secret);
    for (let each = 0; each < 5; each++) socket.send(encodeMessage(each));
    await vi.waitFor(() => expect(shell.admitted).toHaveLength(1));
    const seen: unknown[] = [];
    shell.admitted[0]!.wire.onMessage((message) => seen.push(message));
    await vi.waitFor(() => expect(seen).toEqual([0, 1, 2, 3, 4]));
  });

  test('does not open without a cookie, with an unknown one, or with two', async () => {
    const { cookie } = await shell.sit();
    expect(await refusal(shell.dial({}))).toBe(401);
    expect(await refusal(shell.dial({ Cookie: `lablink-${shell.port}=wrong` }))).toBe(401);
    expect(await refusal(shell.dial({ Cookie: `${cookie}; ${cookie}` }))).toBe(401);
    expect(await refusal(shell.dial({ Cookie: cookie.replace(/^lablink-\d+/, 'lablink-1') }))).toBe(401);
  });

  test('does not open for another Host, another Origin, none, or another path', async () => {
    const { cookie } = await shell.sit();
    expect(await refusal(shell.dial({ Cookie: cookie, Origin: 'http://127.0.0.1:1' }))).toBe(403);
    expect(await refusal(shell.dial({ Cookie: cookie, Origin: 'null' }))).toBe(403);
    expect(await refusal(shell.dial({ Cookie: cookie, Host: 'localhost' }))).toBe(403);
    expect(await refusal(new WebSocket(`ws://${shell.host}/wire`, { headers: { Cookie: cookie } }))).toBe(
      403,
    );
    expect(await refusal(shell.dial({ Cookie: cookie }, '/other'))).toBe(404);
    expect(await refusal(shell.dial({ Cookie: cookie }, '/wire?x'))).toBe(404);
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
    const other = await shell.sit();
    const { cookie, secret } = await shell.sit();
    const socket = shell.dial({ Cookie: cookie });
    await once(socket, 'open');
    socket.send(say(other.secret, secret));
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(sockets.refused);
    expect(shell.admitted).toEqual([]);
  });

  test('the cookie alone opens nothing: silence ends it', async () => {
    const { cookie } = await shell.sit();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const socket = shell.dial({ Cookie: cookie });
      await once(socket, 'open');
      const closed = once(socket, 'close');
      vi.advanceTimersByTime(secretDeadlineMs);
      const [code] = (await closed) as [number];
      expect(code).toBe(sockets.refused);
      expect(shell.admitted).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('R-23: a message that is too large closes it', async () => {
    const { cookie, secret } = await shell.sit();
    const socket = shell.dial({ Cookie: cookie });
    await once(socket, 'open');
    socket.send(secret);
    await once(socket, 'message');
    socket.on('error', () => undefined);
    socket.send(new Uint8Array(2 * 1024 * 1024));
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1009);
  });

  test('R-23: a refused upgrade is over for both sides, also when the other one keeps its end open', async () => {
    const socket = connect({ host: '127.0.0.1', port: shell.port, allowHalfOpen: true });
    socket.write(
      `GET ${sockets.path} HTTP/1.1\r\nHost: ${shell.host}\r\nOrigin: ${shell.origin}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`,
    );
    const [data] = (await once(socket, 'data')) as [Buffer];
    expect(data.toString()).toMatch(/^HTTP\/1\.1 401/);
    expect(await forgotten(socket, 20)).toBe(true);
  });

  test('R-23: pings are not answered, so that whoever does not read gets no memory', async () => {
    const { cookie, secret } = await shell.sit();
    const socket = shell.dial({ Cookie: cookie });
    await once(socket, 'open');
    let pongs = 0;
    socket.on('pong', () => pongs++);
    for (let each = 0; each < 10; each++) socket.ping('x'.repeat(100));
    socket.send(secret);
    await once(socket, 'message');
    socket.ping();
    shell.admitted[0]!.wire.send('last');
    await once(socket, 'message');
    expect(pongs).toBe(0);
  });

  test('R-23: 224 sockets and no more, those that have not said their secret included', async () => {
    const { cookie } = await shell.sit();
    const open = Array.from({ length: 224 }, () => shell.dial({ Cookie: cookie }));
    await Promise.all(open.map((each) => once(each, 'open')));
    expect(await refusal(shell.dial({ Cookie: cookie }))).toBe(503);
    const [first] = open;
    const closed = once(first!, 'close');
    first!.close();
    await closed;
    await vi.waitFor(async () => {
      const again = shell.dial({ Cookie: cookie });
      await once(again, 'open');
    });
  });

  test('ends with the shell', async () => {
    const { cookie, secret } = await shell.sit();
    const socket = shell.dial({ Cookie: cookie });
    await once(socket, 'open');
    socket.send(secret);
    await once(socket, 'message');
    const why = new Promise((resolve) => shell.admitted[0]!.wire.onClose(resolve));
    const closed = once(socket, 'close');
    await shell.end();
    expect(await Promise.all([why, closed])).toHaveLength(2);
  });
});
