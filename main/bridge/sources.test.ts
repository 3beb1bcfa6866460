import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bounded, newest } from './sources.ts';

/** A source that a test pushes into by hand. */
function tap<T>() {
  let push: ((value: T) => void) | null = null;
  let stopped = 0;
  return {
    push: (value: T) => push?.(value),
    stopped: () => stopped,
    live: () => push !== null,
    subscribe: (given: (value: T) => void) => {
      push = given;
      return () => {
        push = null;
        stopped++;
      };
    },
  };
}
const iterate = <T>(iterable: AsyncIterable<T>): AsyncIterator<T> => iterable[Symbol.asyncIterator]();

test('newest keeps the newest value alone', async () => {
  const source = tap<number>();
  const reader = iterate(newest(new AbortController().signal, source.subscribe));
  const first = reader.next();
  source.push(1);
  expect(await first).toEqual({ done: false, value: 1 });
  for (let value = 2; value <= 1000; value++) source.push(value);
  expect(await reader.next()).toEqual({ done: false, value: 1000 });
  const next = reader.next();
  source.push(1001);
  expect(await next).toEqual({ done: false, value: 1001 });
});

test('newest hands out a value pushed while subscribing, undefined included', async () => {
  const reader = iterate(
    newest<undefined>(new AbortController().signal, (push) => {
      push(undefined);
      return () => undefined;
    }),
  );
  expect(await reader.next()).toEqual({ done: false, value: undefined });
});

test('the signal ends a waiting reader and unsubscribes', async () => {
  const source = tap<number>();
  const stop = new AbortController();
  const reader = iterate(newest(stop.signal, source.subscribe));
  const waiting = reader.next();
  expect(source.live()).toBe(true);
  stop.abort();
  expect(await waiting).toEqual({ done: true, value: undefined });
  expect(source.stopped()).toBe(1);
});

test('a signal that is aborted already subscribes to nothing', async () => {
  const source = tap<number>();
  expect(await iterate(newest(AbortSignal.abort(), source.subscribe)).next()).toMatchObject({ done: true });
  expect(source.stopped()).toBe(0);
});

test('breaking out of the loop unsubscribes', async () => {
  const source = tap<number>();
  for await (const _ of newest<number>(new AbortController().signal, (push) => {
    const stop = source.subscribe(push);
    push(1);
    return stop;
  }))
    break;
  expect(source.stopped()).toBe(1);
});

test('R-23: bounded loses nothing silently and holds at most twice its bound', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 8 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 20 }),
      async (max, bursts) => {
        const source = tap<number>();
        const stop = new AbortController();
        const reader = iterate(bounded(stop.signal, max, source.subscribe));
        let sent = 0;
        let seen = 0;
        for (const burst of bursts) {
          const waiting = reader.next();
          // The first value of the burst wakes the reader; the rest come in the same tick.
          for (let each = 0; each < burst; each++) source.push(++sent);
          const { value } = await waiting;
          expect(value.items.length).toBeLessThanOrEqual(max);
          expect(value.items.at(-1)).toBe(sent);
          expect(value.gap).toBe(value.items[0] !== seen + 1);
          expect(value.items).toEqual(value.items.map((_: number, index: number) => value.items[0] + index));
          seen = value.items.at(-1);
        }
        stop.abort();
        await reader.next();
        expect(source.stopped()).toBe(bursts.length > 0 ? 1 : 0);
      },
    ),
  );
});
