import { expect, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { Inbox } from './inbox.ts';

const never = new AbortController().signal;
const piece = (length: number): Uint8Array => new Uint8Array(length).fill(length);

function tapped(limit: number) {
  const calls: string[] = [];
  const inbox = new Inbox({ pause: () => calls.push('pause'), resume: () => calls.push('resume') }, limit);
  return { inbox, calls };
}

test('the source is paused at the limit and goes on below half of it', async () => {
  const { inbox, calls } = tapped(100);
  for (let i = 0; i < 3; i++) inbox.put(piece(30));
  expect(calls).toEqual([]);
  inbox.put(piece(30));
  inbox.put(piece(30));
  expect(calls).toEqual(['pause']);
  await inbox.take(never);
  await inbox.take(never);
  await inbox.take(never);
  expect(inbox.size).toBe(60);
  expect(calls).toEqual(['pause']);
  await inbox.take(never);
  expect(calls).toEqual(['pause', 'resume']);
});

test('dropping what arrived lets the source go on', () => {
  const { inbox, calls } = tapped(10);
  inbox.put(piece(20));
  inbox.drop();
  expect(inbox.size).toBe(0);
  expect(calls).toEqual(['pause', 'resume']);
});

test('a reader that waits gets the bytes without the limit being touched', async () => {
  const { inbox, calls } = tapped(10);
  const reading = inbox.take(never);
  inbox.put(piece(500));
  expect((await reading).length).toBe(500);
  expect(calls).toEqual([]);
});

test('an aborted read loses nothing', async () => {
  const { inbox } = tapped(10);
  const abort = new AbortController();
  const reading = inbox.take(abort.signal);
  abort.abort();
  await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
  inbox.put(piece(3));
  expect((await inbox.take(never)).length).toBe(3);
});

test('two readers at once are a mistake of this program', async () => {
  const { inbox } = tapped(10);
  const first = inbox.take(never);
  await expect(inbox.take(never)).rejects.toMatchObject({ code: 'INTERNAL' });
  const why = new Fault('INSTRUMENT_CLOSED', 'Gone.');
  inbox.end(why);
  await expect(first).rejects.toBe(why);
});
