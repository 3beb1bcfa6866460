import { beforeEach, expect, test } from 'vitest';
import { Awake } from './awake.ts';

let now = 0;
/** What is to run in the next turn of the event loop. */
let next: (() => void)[] = [];
let awake = new Awake();
beforeEach(() => {
  now = 0;
  next = [];
  awake = new Awake(
    () => now,
    (work) => void next.push(work),
  );
});
function turn(): void {
  for (const work of next.splice(0)) work();
}
/** A question that is answered after so many ms; whether the loop was kept awake for it. */
function exchange(ms: number): boolean {
  awake.asked();
  const kept = next.length > 0;
  now += ms;
  awake.over();
  turn();
  expect(next).toHaveLength(0);
  return kept;
}

test('only in a run of fast answers', () => {
  expect(exchange(0.1)).toBe(false);
  expect(exchange(0.1)).toBe(true);
  expect(exchange(2)).toBe(true);
  // The last one was slow.
  expect(exchange(0.1)).toBe(false);
  expect(exchange(0.1)).toBe(true);
  now += 50;
  // A poll comes by itself.
  expect(exchange(0.1)).toBe(false);
});

test('for a quarter of a millisecond at the most', () => {
  exchange(0.1);
  awake.asked();
  now += 0.2;
  turn();
  expect(next).toHaveLength(1);
  now += 0.1;
  turn();
  expect(next).toHaveLength(0);
});
