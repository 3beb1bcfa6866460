import { expect, test, vi } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { maxCredit } from '#shared/rpc/frames.ts';
import { contract } from './conformance.fixture.ts';
import { Running } from './running.ts';

const procedure = contract.test.count;

test('R-23: credit adds up to its bound and no further', async () => {
  const running = new Running(procedure, maxCredit);
  running.addCredit(maxCredit);
  running.addCredit(maxCredit);
  for (let item = 0; item < maxCredit; item++) {
    await running.wanted();
    running.spend();
  }
  const more = vi.fn();
  const wanted = running.wanted().then(more);
  await Promise.resolve();
  expect(more).not.toHaveBeenCalled();
  running.addCredit(1);
  await wanted;
  expect(more).toHaveBeenCalledOnce();
});

test('a stop ends the wait for credit and the wait for an item, and keeps the first reason', async () => {
  const running = new Running(procedure, 0);
  const item = running.unlessStopped(new Promise<number>(() => undefined));
  const fault = new Fault('SESSION_LOCKED', 'locked');
  running.stop(fault);
  running.stop();
  expect(await item).toBeNull();
  await running.wanted();
  expect(running.signal.aborted).toBe(true);
  expect(running.fault).toBe(fault);
  // A handler can tell a seat that was locked from a reader who wants no more.
  expect(running.signal.reason).toBe(fault);
  const left = new Running(procedure, 0);
  left.stop();
  expect(left.signal.reason).not.toBeInstanceOf(Fault);
  expect(await running.unlessStopped(Promise.resolve(1))).toBeNull();
});

test('credit that comes while an item is awaited does not end the wait', async () => {
  const running = new Running(procedure, 1);
  const { promise, resolve } = Promise.withResolvers<number>();
  const item = running.unlessStopped(promise);
  running.addCredit(1);
  resolve(7);
  expect(await item).toBe(7);
});
