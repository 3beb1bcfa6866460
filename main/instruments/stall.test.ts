import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchStalls } from './stall.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function watched() {
  const time = { wall: 1e12, monotonic: 50 };
  const stalls: number[] = [];
  const end = watchStalls((ms) => stalls.push(ms), {
    wall: () => time.wall,
    monotonic: () => time.monotonic,
  });
  const pass = (wall: number, monotonic = wall): void => {
    time.wall += wall;
    time.monotonic += monotonic;
    vi.advanceTimersByTime(1000);
  };
  return { stalls, end, pass };
}

test('a second that took a second, or four more, is no stall', () => {
  const { stalls, pass, end } = watched();
  for (let i = 0; i < 10; i++) pass(1000);
  pass(5900);
  pass(1000, 1000);
  end();
  expect(stalls).toEqual([]);
});

test('a timer that is late by more than 5 s is a stall, once', () => {
  const { stalls, pass, end } = watched();
  pass(8000);
  pass(1000);
  end();
  expect(stalls).toEqual([7000]);
});

test('a wall clock that ran on while the other stood still is a sleep; nothing is told after the end', () => {
  const { stalls, pass, end } = watched();
  pass(3_600_000, 1000);
  end();
  pass(3_600_000, 1000);
  expect(stalls).toEqual([3_599_000]);
});
