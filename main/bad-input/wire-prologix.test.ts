import { expect, onTestFinished, test } from 'vitest';
import { loopback } from '#main/transports/loopback.fixture.ts';
import { transportFor } from '#main/transports/open.ts';
import { neverOpened, refused, unreachable, usualRows } from './rows.fixture.ts';
import { onWire, session, simulated } from './wires.fixture.ts';

usualRows(simulated.prologix);

test('R-10: two consoles on one adapter, which has one place: no wrong answers, and one alone works', async () => {
  const it = await onWire(simulated.prologix);
  const other = await session(it.connectOther);
  other.session.open();
  const asked: Promise<[string, string]>[] = [];
  const one = async (
    who: string,
    of: { ask: (text: string) => Promise<string> },
    n: number,
  ): Promise<[string, string]> => [`${who}${n}`, await of.ask(`NEXT? ${who}${n}`).catch(() => 'a fault')];
  for (let n = 0; n < 20; n++) asked.push(one('a', it, n), one('b', other, n));
  for (const [own, answer] of await Promise.all(asked)) expect([own, 'a fault']).toContain(answer);
  await other.end();
  await it.reached('ready');
  expect(await it.ask('NEXT? 1')).toBe('1');
});

test('an adapter that refuses, and one that accepts and says nothing', async () => {
  const silent = await loopback((socket) => socket.resume());
  onTestFinished(() => silent.close());
  const at = `prologix://127.0.0.1:${silent.port}/5`;
  const stand = { [String(silent.port)]: '5025' };
  expect(await unreachable(transportFor(at), stand)).toEqual(neverOpened());
  await silent.close();
  expect(await unreachable(transportFor(at), stand)).toEqual(refused());
});
