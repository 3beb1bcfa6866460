import { expect, test } from 'vitest';
import type { Progress } from '#shared/contract/work.ts';
import { type Working, working } from './working.ts';

const at = (done: number): Progress => ({ stage: 's', done, of: 10, unit: 'rows', rate: null, leftS: null });
const never = new AbortController().signal;

async function all<R>(stream: AsyncIterable<Working<R>>): Promise<(number | R)[]> {
  const items: (number | R)[] = [];
  for await (const item of stream) items.push(item.kind === 'result' ? item.result : item.progress.done);
  return items;
}

test('the newest progress, also of the moment in which the work ends, and at last the result', async () => {
  const stream = working(never, async (tell) => {
    tell(at(1));
    tell(at(2));
    await new Promise(setImmediate);
    tell(at(3));
    return 'well';
  });
  expect(await all(stream)).toEqual([2, 3, 'well']);
});

test('work that says nothing has a result alone; work that fails rejects with its reason', async () => {
  expect(await all(working(never, () => Promise.resolve('well')))).toEqual(['well']);
  await expect(all(working(never, () => Promise.reject(new Error('no disk'))))).rejects.toThrow('no disk');
});

test('for a reason that it outlives the stream ends, and the work goes on to its end; for another it is given up', async () => {
  const outlived = new Error('locked');
  for (const [why, ends] of [
    [outlived, 'well'],
    [undefined, 'given up'],
  ] as const) {
    const control = new AbortController();
    const { promise: result, resolve } = Promise.withResolvers<string>();
    const stream = working(
      control.signal,
      async (tell, signal) => {
        tell(at(1));
        await new Promise((wake) => setTimeout(wake, 50));
        resolve(signal.aborted ? 'given up' : 'well');
      },
      (reason) => reason === outlived,
    );
    await stream.next();
    control.abort(why);
    await stream.return();
    expect(await result).toBe(ends);
  }
});

test('a reader that leaves, or a caller that aborts, gives the work up, and is kept until it has ended', async () => {
  const control = new AbortController();
  for (const leave of [(): void => undefined, () => control.abort()]) {
    let ended = false;
    const stream = working(control.signal, async (tell, signal) => {
      tell(at(1));
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      await new Promise(setImmediate);
      ended = true;
      return 'late';
    });
    await stream.next();
    leave();
    await stream.return();
    expect(ended).toBe(true);
  }
});
