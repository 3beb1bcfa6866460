import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { backoffMs } from './backoff.ts';
import { Deadline } from './deadline.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

test('late once, when it passes', () => {
  const late = vi.fn();
  const deadline = new Deadline(late);
  deadline.set(100);
  vi.advanceTimersByTime(98);
  expect(late).not.toHaveBeenCalled();
  vi.advanceTimersByTime(4);
  expect(late).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1_000);
  expect(late).toHaveBeenCalledTimes(1);
});

test('met in time, again and again: never late, and the last one still counts', () => {
  const late = vi.fn();
  const deadline = new Deadline(late);
  for (let i = 0; i < 50; i++) {
    deadline.set(100);
    vi.advanceTimersByTime(30);
    deadline.met();
  }
  expect(late).not.toHaveBeenCalled();
  deadline.set(100);
  vi.advanceTimersByTime(102);
  expect(late).toHaveBeenCalledTimes(1);
});

test('a shorter deadline behind a long one is kept', () => {
  const late = vi.fn();
  const deadline = new Deadline(late);
  deadline.set(10_000);
  deadline.met();
  deadline.set(20);
  vi.advanceTimersByTime(22);
  expect(late).toHaveBeenCalledTimes(1);
});

test('the backoff doubles up to its limit, and is spread over its upper half', () => {
  expect([0, 1, 2, 3, 60].map((attempt) => backoffMs(attempt, 100, 1_000, () => 1))).toEqual([
    100, 200, 400, 800, 1_000,
  ]);
  expect(backoffMs(3, 100, 1_000, () => 0)).toBe(400);
});
