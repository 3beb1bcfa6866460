import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { ConsoleProcess } from './console-process.ts';
import { connectClient } from './console-client.ts';
import { expect, test } from './fixtures.ts';
import { ConsolePage } from './pages/console.page.ts';
import { FirstRunPage } from './pages/first-run.page.ts';
import { SignInPage } from './pages/sign-in.page.ts';
import { SimulatedDevice } from './simulated-device.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request as no browser sends it. */
async function ask(
  url: URL,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const { method = 'GET', headers = {}, body = '' } = options;
  const sent = request(url, { method, headers, timeout: 10_000 });
  sent.end(body);
  const [response] = await once(sent, 'response');
  const text = (await response.toArray()).join('');
  return { status: response.statusCode, headers: response.headers, body: text };
}

/** Opens a socket and answers with how it ended: an HTTP status, or a close code. */
async function knock(url: string, headers: Record<string, string>, first?: string): Promise<number> {
  const socket = new WebSocket(url, { headers });
  const { promise, resolve } = Promise.withResolvers<number>();
  socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
  socket.on('error', () => undefined);
  socket.on('close', (code) => resolve(code));
  socket.on('open', () => first !== undefined && socket.send(first));
  // Longer than the console waits for a secret.
  const timer = setTimeout(() => resolve(0), 15_000);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    socket.terminate();
  }
}

const tokenOf = (address: string): string => new URL(address).hash.replace('#token=', '');

test('the page comes with its policy and its headers', async ({ console, page }) => {
  const url = new URL(await console.start());
  const { status, headers, body } = await ask(new URL('/', url));
  expect(status).toBe(200);
  const nonce = /'nonce-([\w+/=-]{16,})'/.exec(String(headers['content-security-policy']))?.[1];
  expect(headers['content-security-policy']).toBe(
    [
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self'",
      "font-src 'self'",
      `connect-src 'self' ws://${url.host}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  );
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  });
  expect(headers['access-control-allow-origin']).toBeUndefined();
  expect(body).not.toContain(tokenOf(url.href));
  // A nonce that is used twice protects nothing.
  expect((await ask(new URL('/', url))).headers['content-security-policy']).not.toContain(nonce);
  // And the page does not leave the token in the address bar.
  await page.goto(url.href);
  await new FirstRunPage(page).expectOpen();
  expect(page.url()).not.toContain('token');
});

test('R-22: a wrong Host or Origin reaches nothing', async ({ console }) => {
  const url = new URL(await console.start());
  const { host, origin } = url;
  for (const wrong of [
    `localhost:${url.port}`,
    '127.0.0.1',
    'console.example:80',
    `127.0.0.1.nip.io:${url.port}`,
  ])
    expect((await ask(new URL('/', url), { headers: { Host: wrong } })).status, wrong).toBe(403);
  const body = JSON.stringify({ token: tokenOf(url.href) });
  const seat = (headers: Record<string, string>): Promise<Answer> =>
    ask(new URL('/seat', url), {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'application/json', 'Content-Length': String(body.length), ...headers },
    });
  for (const wrong of [`http://localhost:${url.port}`, 'https://127.0.0.1', 'http://127.0.0.1:1', 'null'])
    expect((await seat({ Origin: wrong })).status, wrong).toBe(403);
  expect((await seat({})).status, 'no Origin').toBe(403);

  // None of these has used the token up.
  const granted = await seat({ Origin: origin });
  expect(granted.status).toBe(200);
  const cookie = granted.headers['set-cookie']![0]!;
  expect(cookie).toMatch(/; HttpOnly/);
  expect(cookie).toMatch(/; SameSite=Strict/);
  const Cookie = cookie.split(';')[0]!;
  const { secret } = JSON.parse(granted.body) as { secret: string };

  const wire = `ws://${host}/wire`;
  expect(await knock(wire, { Cookie, Origin: `http://localhost:${url.port}` }, secret)).toBe(403);
  expect(await knock(wire, { Cookie, Origin: origin, Host: `localhost:${url.port}` }, secret)).toBe(403);
  expect(await knock(wire, { Cookie }, secret)).toBe(403);
  // The cookie goes to every server on 127.0.0.1, whoever runs it.
  expect(await knock(wire, { Origin: origin }, secret)).toBe(401);
  expect(await knock(wire, { Cookie, Origin: origin }, `${secret.slice(1)}A`)).toBe(4403);
  expect(await knock(wire, { Cookie, Origin: origin }, '')).toBe(4403);
  expect((await seat({ Origin: origin })).status, 'the token again').toBe(403);
});

test('an address works once; a page without one says what it needs', async ({
  console,
  page,
  context,
  defects,
}) => {
  const address = await console.start();
  await page.goto(address);
  await new FirstRunPage(page).expectOpen();

  defects.expect(/^console error: Failed to load resource: the server responded with a status of 403/);
  const second = await context.newPage();
  await defects.watch(second);
  for (const used of [address, new URL(address).origin]) {
    await second.goto(used);
    const notice = new ConsolePage(second);
    await notice.expectHeading('This window is not let in');
    await expect(notice.alert).toContainText('Open the address that the console printed');
  }
});

test('R-16: a second start on the same folder names the first one and ends', async ({ console }) => {
  await console.start();
  const other = new ConsoleProcess({ folder: console.folder });
  await expect(other.start()).rejects.toThrow(/ended with 1/);
  expect(other.lines.join('\n')).toMatch(
    /^A console is running on this data folder \(process \d+, since .+\)\. Use the console that is running/,
  );
});

test('Ctrl-C ends it with 0, and it starts again', async ({ console, page, defects }) => {
  defects.expectLostConsole();
  await page.goto(await console.start());
  await new FirstRunPage(page).expectOpen();
  const before = Date.now();
  expect(await console.interrupt()).toBe(0);
  expect(Date.now() - before).toBeLessThan(8000);
  await new ConsolePage(page).expectHeading('The console does not answer');
  await expect(page.getByRole('main')).toContainText('Outputs may be live');
  await page.goto(await console.start());
  await new FirstRunPage(page).expectOpen();
});

test('R-15, R-3: with a database that cannot be read the bench can be stopped, and nobody signs in', async ({
  console,
  page,
  prepare,
}) => {
  const device = new SimulatedDevice();
  await device.plugIn();
  try {
    const { recoveryCodes } = await prepare({ simulated: false });
    const signIn = new SignInPage(page);
    await page.goto(await console.anotherAddress());
    const bench = await signIn.signInWithRecovery(recoveryCodes[0]!);
    await bench.connect(device.address, 'Supply B');
    await bench.channel(1).holdPointer();
    await page.goto('about:blank');
    await console.interrupt();
    expect(device.isOn(1)).toBe(true);

    const file = join(console.folder, 'lablink.db');
    const garbage = Buffer.from('this was a database once. '.repeat(400));
    writeFileSync(file, garbage);
    await page.goto(await console.start());
    const screen = new ConsolePage(page);
    await screen.expectHeading('Nobody can sign in');
    await expect(page.getByText('DATABASE_CORRUPT')).toBeVisible();
    await expect(page.getByRole('main')).toContainText('1 on');
    await expect(page.getByLabel('Password')).toHaveCount(0);
    await screen.stop.escEsc();
    await screen.stop.expectEngaged([/Supply B.*Off, read back/]);
    expect(device.isOn(1)).toBe(false);
    const { client, close } = await connectClient(await console.anotherAddress());
    await expect(
      client.accounts.signInPassword({ name: 'anybody', password: 'anything at all' }),
    ).rejects.toThrow();
    close();
    await page.goto('about:blank');
    await console.interrupt();
    expect(readFileSync(file).equals(garbage)).toBe(true);
    // What it did without a database holds over the next start.
    await page.goto(await console.start());
    await screen.stop.expectHolds();
  } finally {
    await device.unplug();
  }
});
