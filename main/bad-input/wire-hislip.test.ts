import { describe, expect, onTestFinished, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { ready, type Rig } from '#main/session/session.fixture.ts';
import { message, type Peer, ScriptedServer } from '#main/transports/hislip/server.fixture.ts';
import { loopback } from '#main/transports/loopback.fixture.ts';
import { transportFor } from '#main/transports/open.ts';
import { documented, wordsOf } from './documented.fixture.ts';
import { neverOpened, refused, twoConsoles, unreachable, usualRows, withEnd } from './rows.fixture.ts';
import { session, simulated } from './wires.fixture.ts';

describe.each([
  ['synchronized', simulated.hislip],
  ['overlapped', simulated.overlapped],
] as const)('%s', (_mode, wire) => {
  usualRows(wire, { ...withEnd, flood: 'hislip-flood' });
  twoConsoles(wire);
});

test('a host that refuses, and one that accepts and says nothing', async () => {
  const silent = await loopback((socket) => socket.resume());
  onTestFinished(() => silent.close());
  const at = `hislip://127.0.0.1:${silent.port}/hislip0`;
  expect(await unreachable(transportFor(at))).toEqual(neverOpened());
  await silent.close();
  expect(await unreachable(transportFor(at), { [String(silent.port)]: '5025' })).toEqual(refused());
});

test.each<[string, string, (peer: Peer) => void]>([
  ['hislip-fatal', 'FatalError', (peer) => peer.say('sync', message(2, 0, 0, 'Restarting'))],
  ['hislip-error', 'Error', (peer) => peer.say('sync', message(3, 4, 0, 'Message too large'))],
  ['hislip-prologue', 'no HiSLIP at all', (peer) => peer.say('sync', Buffer.from('rubbish, and more of it'))],
  ['hislip-length', 'a length of 2^63', (peer) => peer.say('sync', message(7, 0, 0, '', 1n << 63n))],
])('R-10: %s: %s instead of an answer', async (id, _what, send) => {
  const { server, made } = await scripted();
  const { answer } = server;
  server.answer = (text) => {
    if (text !== 'A?\n') return answer(text);
    send(server.peer);
    return null;
  };
  const fault = await made.ask('A?', { deadlineMs: 1_000 }).catch((error: Fault) => error);
  expect(fault instanceof Fault ? wordsOf(fault) : fault).toEqual(documented(id));
  await expect.poll(() => made.ask('B?').catch(() => 'a fault')).toBe('re B?');
  expect(await made.ask('C?')).toBe('re C?');
});

test('R-10: messages of unknown types on both channels, before and instead of an answer, are no answer', async () => {
  const { server, made } = await scripted();
  const { answer } = server;
  server.answer = (text) => {
    for (const channel of ['sync', 'async'] as const) {
      server.peer.say(channel, message(99, 7, server.peer.lastId, 'no answer\n'));
      server.peer.say(channel, message(200, 7, server.peer.lastId, 'of a vendor\n'));
    }
    return text === 'A?\n' ? null : answer(text);
  };
  expect(await made.ask('B?')).toBe('re B?');
  await expect(made.ask('A?', { deadlineMs: 200 })).rejects.toMatchObject({ code: 'INSTRUMENT_TIMEOUT' });
  expect(await made.ask('C?')).toBe('re C?');
  expect(server.peers).toHaveLength(1);
});

/** A session with a server that answers `re <question>`. */
async function scripted(): Promise<{ server: ScriptedServer; made: Rig }> {
  const server = await new ScriptedServer().start();
  onTestFinished(() => server.close());
  server.answer = (text) => (text === '*IDN?\n' ? 'LabLink,SCRIPT,1,1.0\n' : `re ${text}`);
  return {
    server,
    made: await ready(await session(transportFor(`hislip://127.0.0.1:${server.port}/hislip0`))),
  };
}
