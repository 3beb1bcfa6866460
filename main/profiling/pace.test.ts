import { expect, test } from 'vitest';
import { paceOf } from './pace.ts';

/** Progress at these times (s), with so much done of 1,000. */
function paced(...steps: readonly [at: number, done: number][]) {
  let now = 0;
  const pace = paceOf('Read', 'rows', () => now);
  return steps.map(([at, done]) => {
    now = at * 1000;
    const { rate, leftS } = pace(done, 1000);
    return { rate, leftS };
  });
}

test('at first nobody can say; then the rate of the last seconds, and what is left by it', () => {
  expect(paced([0.2, 10], [1, 100])).toEqual([
    { rate: null, leftS: null },
    { rate: 100, leftS: 9 },
  ]);
});

test('what was slow long ago does not count', () => {
  const steps = Array.from({ length: 20 }, (_, n): [number, number] => [
    n + 1,
    n < 10 ? n : 10 + (n - 9) * 50,
  ]);
  const last = paced(...steps).at(-1)!;
  expect(last.rate).toBe(50);
  expect(last.leftS).toBe((1000 - 510) / 50);
});

test('nothing is left when all is done; standing still, or with no end, nobody can say', () => {
  expect(paced([1, 1000])).toEqual([{ rate: 1000, leftS: 0 }]);
  expect(paced([1, 0])).toEqual([{ rate: 0, leftS: null }]);
  let now = 0;
  const pace = paceOf('Read', 'bytes', () => now);
  now = 1000;
  expect(pace(5, null)).toEqual({ stage: 'Read', done: 5, of: null, unit: 'bytes', rate: 5, leftS: null });
});
