import { expect, test } from 'vitest';
import { timeLeft } from './left.ts';

const wish = { current: 1, cutOff: 3, maxSeconds: null, maxAmpHours: null };
const none = { seconds: new Float64Array(), volts: new Float64Array(), amps: new Float64Array() };

/** A curve of a reading a second. */
const curveOf = (seconds: number, voltsAt: (second: number) => number) => {
  const all = Float64Array.from({ length: seconds }, (_, at) => at);
  return { seconds: all, volts: all.map(voltsAt), amps: all.map(() => 1), ampHours: all };
};
const at = (seconds: number, voltsAt: (second: number) => number) => ({
  elapsedMs: (seconds - 1) * 1000,
  ampHours: 0,
  volts: voltsAt(seconds - 1),
  amps: 1,
  curve: curveOf(seconds, voltsAt),
});

test('a steady fall is followed to the cut-off', () => {
  const left = timeLeft(
    wish,
    at(100, (second) => 4 - second / 1000),
  );
  expect(left?.by).toBe('slope');
  expect(left?.ms).toBeCloseTo(901_000, -1);
});

test('noise around a level, a rise, and a few readings say nothing', () => {
  expect(
    timeLeft(
      wish,
      at(100, (second) => 4 + (second % 2) / 1000),
    ),
  ).toBeNull();
  expect(
    timeLeft(
      wish,
      at(100, (second) => 3.5 + second / 1000),
    ),
  ).toBeNull();
  expect(
    timeLeft(
      wish,
      at(8, (second) => 4 - second / 1000),
    ),
  ).toBeNull();
  const empty = { elapsedMs: 0, ampHours: 0, volts: null, amps: null };
  expect(timeLeft(wish, { ...empty, curve: { ...none, ampHours: new Float64Array() } })).toBeNull();
});

test('points without a value do not count', () => {
  const falling = at(100, (second) => (second === 90 ? Number.NaN : 4 - second / 1000));
  expect(timeLeft(wish, falling)?.ms).toBeCloseTo(901_000, -1);
});

test('what comes first is told: time, capacity or the voltage', () => {
  const falling = at(100, (second) => 4 - second / 1000);
  expect(timeLeft({ ...wish, maxSeconds: 100 }, falling)).toEqual({ by: 'time', ms: 1000 });
  expect(timeLeft({ ...wish, maxAmpHours: 0.1 }, falling)).toEqual({ by: 'capacity', ms: 360_000 });
  expect(timeLeft({ ...wish, maxSeconds: 5000, maxAmpHours: 9 }, falling)?.by).toBe('slope');
  // What should have ended it already is about to.
  expect(timeLeft({ ...wish, maxSeconds: 1 }, falling)).toEqual({ by: 'time', ms: 0 });
});
