import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { attend } from './attend.ts';

const two = () => [new AbortController(), new AbortController()] as const;

test('the work is what comes of it, and no signal is listened to any more', async () => {
  const [first, second] = two();
  const signals = [first.signal, second.signal];
  expect(await attend(Promise.resolve(7), signals)).toBe(7);
  await expect(attend(Promise.reject(new Error('no')), signals)).rejects.toThrow('no');
  expect(signals.map((signal) => getEventListeners(signal, 'abort').length)).toEqual([0, 0]);
});

test('the first signal that is aborted ends the waiting with its fault, and the other one is left', async () => {
  const [first, second] = two();
  const waiting = attend(new Promise(() => undefined), [first.signal, second.signal]);
  second.abort(new Fault('INSTRUMENT_TIMEOUT', 'late'));
  await expect(waiting).rejects.toMatchObject({ code: 'INSTRUMENT_TIMEOUT' });
  expect(getEventListeners(first.signal, 'abort')).toHaveLength(0);
});

test('with a signal that is aborted already nothing is waited for', async () => {
  const [first, second] = two();
  second.abort();
  await expect(attend(new Promise(() => undefined), [first.signal, second.signal])).rejects.toMatchObject({
    code: 'CANCELLED',
  });
  expect(getEventListeners(first.signal, 'abort')).toHaveLength(0);
});
