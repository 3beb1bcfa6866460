import { expect, test } from 'vitest';
import type { Port } from './port.ts';
import { release, released, releasing } from './release.ts';

/** A port that says what is done to it. `drained`: when its bytes are out. */
const port = (drained: Promise<void>, fails: readonly string[] = []) => {
  const done: string[] = [];
  const act = async (what: string): Promise<void> => {
    done.push(what);
    if (fails.includes(what)) throw new Error('gone');
  };
  const made: Port = {
    write: () => act('write'),
    writeNow: () => expect.unreachable(),
    pause: () => expect.unreachable(),
    resume: () => expect.unreachable(),
    flush: () => act('flush'),
    drain: () => act('drain').then(() => drained),
    close: () => act('close'),
  };
  return { made, done };
};
const never = new Promise<void>(() => undefined);

test('bytes that cannot go out have their time, and are thrown away before the port is closed', async () => {
  const { made, done } = port(never);
  await release(made, 10);
  expect(done).toEqual(['drain', 'flush', 'close']);
});

test('given up, nothing has time to go out', async () => {
  const { made, done } = port(Promise.resolve());
  await release(made, 0);
  expect(done).toEqual(['flush', 'close']);
});

test('a port that is gone is closed all the same', async () => {
  const { made, done } = port(Promise.resolve(), ['drain', 'flush', 'close']);
  await release(made, 10);
  expect(done).toEqual(['drain', 'flush', 'close']);
});

test('who wants a port waits for the last one who gives it back', async () => {
  const first = Promise.withResolvers<void>();
  const second = Promise.withResolvers<void>();
  releasing('/dev/x', first.promise);
  releasing('/dev/x', second.promise);
  first.resolve();
  await first.promise;
  const order: string[] = [];
  const waiting = released('/dev/x').then(() => order.push('had'));
  await released('/dev/y');
  order.push('given');
  second.resolve();
  await waiting;
  expect(order).toEqual(['given', 'had']);
});
