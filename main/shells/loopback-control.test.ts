import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type Core, openCore } from '#main/core.ts';
import { contract } from '#shared/contract/index.ts';
import { createClient } from '#shared/rpc/client.ts';
import { type ControlFile, readControlFile, socketPlace } from './control-file.ts';
import { type Control, openControl } from './loopback-control.ts';
import { dialConsole } from './loopback-control-client.ts';
import { refusal } from './loopback.fixture.ts';

let folder = '';
let core: Core;
let control: Control;
let file: ControlFile;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lablink-control-test-'));
  core = await openCore({ folder, keyring: null, version: 'test', onQuit: () => undefined });
  control = await openControl(core, { folder, link: null });
  file = (await readControlFile(folder))!;
});
afterEach(async () => {
  await control.close();
  await core.close({ outputs: 'keep', who: 'test' });
  rmSync(folder, { recursive: true, force: true });
});

async function status(path: string, headers: Record<string, string>, method = 'POST'): Promise<number> {
  const asked = request({ socketPath: file.socket, path, method, headers });
  asked.end();
  const [response] = await once(asked, 'response');
  response.resume();
  return response.statusCode;
}
const dial = (path = '/wire'): WebSocket => new WebSocket(`ws+unix:${file.socket}:${path}`);

test('without the secret nothing is answered', async () => {
  const right = { Authorization: `Bearer ${file.secret}` };
  for (const path of ['/link', '/about', '/']) {
    expect(await status(path, {})).toBe(401);
    expect(await status(path, { Authorization: `Bearer ${file.secret}x` })).toBe(401);
    expect(await status(path, { Authorization: file.secret })).toBe(401);
  }
  expect(await status('/about', right)).toBe(200);
  expect(await status('/', right)).toBe(404);
  expect(await status('/link', right, 'GET')).toBe(405);
  expect(await refusal(dial('/'))).toBe(404);
});

test('a socket that says another secret, or a frame first, is closed', async () => {
  for (const first of ['wrong', '', Buffer.from(file.secret)]) {
    const socket = dial();
    await once(socket, 'open');
    socket.send(first);
    expect((await once(socket, 'close'))[0]).toBe(4403);
  }
});

test('each connection is a seat of its own, which ends with it', async () => {
  const admitted = vi.spyOn(core, 'admitLocal');
  const ended = vi.spyOn(core, 'endSeat');
  const wires = [(await dialConsole(folder))!, (await dialConsole(folder))!];
  for (const wire of wires)
    for await (const { permissions } of createClient(contract, wire).accounts.state({})) {
      expect(permissions).toContain('instruments:control');
      break;
    }
  const seats = admitted.mock.calls.map(([seat]) => seat);
  expect(new Set(seats).size).toBe(2);
  for (const seat of seats) expect(seat).toMatch(/^cli:[0-9a-f]{12}$/);
  expect(ended).not.toHaveBeenCalled();
  for (const wire of wires) wire.close('enough');
  await vi.waitFor(() => expect(ended.mock.calls.map(([seat]) => seat).toSorted()).toEqual(seats.toSorted()));
  expect(core.identities.identify(seats[0]!)).toBeNull();
});

test('the end of the console ends every connection, said secret or not', async () => {
  const silent = dial();
  await once(silent, 'open');
  const wire = (await dialConsole(folder))!;
  const closed = new Promise((resolve) => {
    wire.onClose(resolve);
  });
  silent.on('error', () => undefined);
  const silenced = once(silent, 'close');
  await control.close();
  await Promise.all([closed, silenced]);
  expect(await dialConsole(folder)).toBeNull();
  control = await openControl(core, { folder, link: null });
});

test('a path that fits is in the data folder; one that does not has a folder of its own; Windows has a pipe', () => {
  expect(socketPlace('/short', 'linux')).toBe('/short/control.sock');
  const long = socketPlace(`/${'x'.repeat(100)}`, 'linux');
  expect(long.startsWith(tmpdir())).toBe(true);
  rmSync(join(long, '..'), { recursive: true });
  // 103 bytes and the end of the text are what macOS takes.
  expect(socketPlace(`/${'x'.repeat(89)}`, 'darwin')).toHaveLength(103);
  const pipe = socketPlace('C:\\data', 'win32');
  expect(pipe).toMatch(/^\\\\\.\\pipe\\lablink-[0-9a-f]{32}$/);
});
