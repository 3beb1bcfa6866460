import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { encodeMessage } from '#shared/rpc/codec.ts';
import { FakeBrowser, FakeConsole, FakeTab } from './browser.fixture.ts';
import { dialDeadlineMs } from './dial.ts';

let server: FakeConsole;
beforeEach(() => {
  server = new FakeConsole();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});
const linkTab = () => new FakeTab(`#token=${server.mint()}`);

test('a link opens the console; its token leaves the address before anything else', async () => {
  const tab = linkTab();
  const dial = await tab.load(server);
  expect(tab.url.href).toBe('http://127.0.0.1:4000/');
  expect(server.requests).toEqual([]);
  const dialled = await dial();
  expect(dialled.kind).toBe('open');
  expect(server.requests).toEqual(['POST /seat']);
  expect(server.sockets.map(({ url }) => url)).toEqual(['ws://127.0.0.1:4000/wire']);
  expect(server.said).toEqual(['secret-for-token-1']);
});

test('R-22: the secret is the first word, and frames come after the welcome alone', async () => {
  const dialled = await (await linkTab().load(server))();
  if (dialled.kind !== 'open') throw new Error(dialled.kind);
  const seen: unknown[] = [];
  dialled.wire.onMessage((message) => seen.push(message));
  dialled.wire.send({ x: 1 });
  const [socket] = server.sockets;
  expect(socket?.sent).toEqual(['secret-for-token-1', encodeMessage({ x: 1 })]);
  expect(socket?.binaryType).toBe('arraybuffer');
  socket?.say(encodeMessage({ y: 2 }).buffer);
  expect(seen).toEqual([{ y: 2 }]);
});

test('a lost connection opens again with the kept secret, and the token is not tried twice', async () => {
  const tab = linkTab();
  const dial = await tab.load(server);
  await dial();
  server.sockets[0]?.end(1006);
  expect((await dial()).kind).toBe('open');
  expect(server.requests).toEqual(['POST /seat']);
  expect(server.said).toEqual(['secret-for-token-1', 'secret-for-token-1']);
});

test('a tab that is reloaded keeps its secret; another tab has none of it', async () => {
  const tab = linkTab();
  await (await tab.load(server))();
  expect((await (await tab.load(server))()).kind).toBe('open');
  expect(server.requests).toEqual(['POST /seat']);
  const other = new FakeTab('');
  expect((await (await other.load(server))()).kind).toBe('refused');
  expect(server.sockets).toHaveLength(2);
});

test('a second tab of this browser shows what leads it to the same seat; one of another browser does not', async () => {
  const browser = new FakeBrowser();
  for (const tab of [browser, browser, new FakeBrowser()].map(
    (each) => new FakeTab(`#token=${server.mint()}`, each),
  ))
    expect((await (await tab.load(server))()).kind).toBe('open');
  expect(server.shown).toEqual([undefined, 'browser-1', undefined]);
});

test('a link that was used before is no hindrance to a tab that has a secret', async () => {
  const tab = linkTab();
  const { hash } = tab.url;
  await (await tab.load(server))();
  tab.url = new URL(hash, tab.url);
  expect((await (await tab.load(server))()).kind).toBe('open');
});

test('without a link, or with a used one, a tab is refused and asks nobody again', async () => {
  for (const tab of [new FakeTab(''), new FakeTab('#token=used')])
    expect(await (await tab.load(server))()).toEqual({ kind: 'refused' });
  expect(server.sockets).toEqual([]);
});

test('a console that is not there leaves the token unused: it is tried again', async () => {
  const dial = await linkTab().load(server);
  server.up = false;
  expect((await dial()).kind).toBe('unreachable');
  server.up = true;
  expect((await dial()).kind).toBe('open');
});

test('an answer that breaks off is no reason to stop dialling', async () => {
  const tab = linkTab();
  const dial = await tab.load(server);
  server.breaksOff = true;
  expect((await dial()).kind).toBe('unreachable');
  // The console has used the token up: the next try finds that out.
  expect((await dial()).kind).toBe('refused');
  expect(tab.stored).toEqual([]);
});

test('a console that does not answer is unreachable, and the secret is kept for it', async () => {
  const tab = linkTab();
  const dial = await tab.load(server);
  await dial();
  server.up = false;
  expect((await dial()).kind).toBe('unreachable');
  expect(tab.stored).toEqual(['secret-for-token-1']);
});

test('a console that does not know this browser refuses it, and the secret is forgotten', async () => {
  const tab = linkTab();
  const dial = await tab.load(server);
  await dial();
  server.known = false;
  expect((await dial()).kind).toBe('refused');
  expect(tab.stored).toEqual([]);
});

test('a secret that is not taken any more is forgotten', async () => {
  const tab = linkTab();
  const dial = await tab.load(server);
  await dial();
  server.secrets.clear();
  expect((await dial()).kind).toBe('refused');
  expect(tab.stored).toEqual([]);
});

test('silence after the secret, and another word than the welcome, end the try', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const tab = linkTab();
  const dial = await tab.load(server);
  server.silent = true;
  const trying = dial();
  await vi.waitFor(() => expect(server.said).toHaveLength(1));
  vi.advanceTimersByTime(dialDeadlineMs);
  expect((await trying).kind).toBe('unreachable');
  const again = dial();
  await vi.waitFor(() => expect(server.said).toHaveLength(2));
  server.sockets[1]?.say('hello');
  expect((await again).kind).toBe('unreachable');
  expect(tab.stored).toEqual(['secret-for-token-1']);
});

test('a new link typed into the open window loads it anew, another fragment does not', async () => {
  const tab = linkTab();
  await tab.load(server);
  tab.changeHash('#history');
  expect(tab.reloads).toBe(0);
  tab.changeHash(`#token=${server.mint()}`);
  expect(tab.reloads).toBe(1);
});
