import { expect, onTestFinished, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { ready } from '#main/session/session.fixture.ts';
import { loopback } from '#main/transports/loopback.fixture.ts';
import { transportFor } from '#main/transports/open.ts';
import {
  acceptedReply,
  marked,
  type ScriptCall,
  ScriptedServer,
  xdr,
} from '#main/transports/vxi11/server.fixture.ts';
import { documented, wordsOf } from './documented.fixture.ts';
import { answersAgain, page, refused, twoConsoles, unreachable, usualRows, withEnd } from './rows.fixture.ts';
import { session, simulated } from './wires.fixture.ts';

usualRows(simulated.vxi11, { ...withEnd, longer: 'block-longer-end' });
twoConsoles(simulated.vxi11);

test('a host that refuses, and one that accepts and says nothing', async () => {
  const silent = await loopback((socket) => socket.resume());
  onTestFinished(() => silent.close());
  const at = transportFor(`vxi11://127.0.0.1:${silent.port}/inst0`);
  expect(await unreachable(at)).toEqual(page('wire-silent'));
  await silent.close();
  expect(await unreachable(at, { [String(silent.port)]: '5025' })).toEqual(refused());
});

const deviceRead = 12;

test.each<[string, string, (call: ScriptCall) => Buffer]>([
  ['vxi11-fragment', 'a fragment of 2 GB', () => Buffer.from('ffffffff00000000', 'hex')],
  [
    'vxi11-field',
    'a string longer than its record',
    ({ xid }) => marked(acceptedReply(xid, Buffer.concat([xdr(0, 4, 1_000_000), Buffer.from('short')]))),
  ],
  ['vxi11-garbage', 'a record that is no reply', () => marked(Buffer.from('0000', 'hex'))],
])('R-10: %s: %s', async (id, _what, bytes) => {
  const server = await new ScriptedServer().start();
  onTestFinished(() => server.stop());
  const made = await session(transportFor(`vxi11://127.0.0.1:${server.port}/inst0`));
  await ready(made);
  const states: string[] = [];
  made.session.onStatus(() => states.push(made.session.status.state));
  // What it answers over and above is no matter of this test: its answer is what is written here.
  server.handle = (line) => {
    if (line === '*IDN?') return 'LabLink,SCRIPT,1,1.0';
    return /^NEXT\? (.+)$/.exec(line)?.[1] ?? null;
  };
  let spoilt = 0;
  server.override = (call) => {
    if (call.procedure !== deviceRead || spoilt++ > 0) return false;
    call.socket.write(bytes(call));
    return true;
  };
  const fault = await made.ask('A?').catch((error: Fault) => error);
  expect(fault instanceof Fault ? wordsOf(fault) : fault).toEqual(documented(id));
  await answersAgain(made);
  expect(await made.ask('NEXT? 1')).toBe('1');
  expect(states).toContain('unreachable');
  expect(server.links).toBe(2);
});
