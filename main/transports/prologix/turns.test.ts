import { expect, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { Turns } from './turns.ts';

const never = new AbortController().signal;

test('first come, first served; whoever gives up is passed over', async () => {
  const turns = new Turns();
  const order: string[] = [];
  await turns.take(never);
  const giveUp = new AbortController();
  const why = new Fault('INSTRUMENT_TIMEOUT', 'No time.');
  const wait = async (name: string, signal: AbortSignal): Promise<void> => {
    await turns.take(signal);
    order.push(name);
    turns.give();
  };
  const all = [wait('a', never), wait('b', giveUp.signal), wait('c', never)];
  expect(turns.waiting).toBe(3);
  giveUp.abort(why);
  await expect(all[1]).rejects.toBe(why);
  expect(turns.waiting).toBe(2);
  turns.give();
  await Promise.all([all[0], all[2]]);
  expect(order).toEqual(['a', 'c']);
  await turns.take(never);
  turns.give();
});

test('a signal that was aborted before gets nothing; the end ends every waiting', async () => {
  const turns = new Turns();
  await expect(turns.take(AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
  await turns.take(never);
  const waiting = turns.take(never);
  const gone = new Fault('INSTRUMENT_CLOSED', 'Gone.');
  turns.end(gone);
  await expect(waiting).rejects.toBe(gone);
  await expect(turns.take(never)).rejects.toBe(gone);
});
