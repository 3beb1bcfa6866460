import { expect, test } from 'vitest';
import { Curve } from './curve.ts';

const row = (seconds: number) => ({ seconds, volts: 4 - seconds / 1000, amps: 1, ampHours: seconds / 3600 });

test('R-23: however long it gets, it has no more points than it may, and they stay on the line', () => {
  const curve = new Curve(100);
  for (let second = 0; second < 10_000; second++) curve.add(row(second));
  const { seconds, volts, amps, ampHours } = curve.points;
  expect(seconds.length).toBeGreaterThanOrEqual(50);
  expect(seconds.length).toBeLessThanOrEqual(101);
  for (const column of [volts, amps, ampHours]) expect(column.length).toBe(seconds.length);
  for (const [at, second] of seconds.entries()) {
    expect(volts[at]).toBeCloseTo(4 - second / 1000, 9);
    expect(ampHours[at]).toBeCloseTo(second / 3600, 9);
    expect(second).toBeGreaterThan(seconds[at - 1] ?? -1);
  }
  // It begins and ends where the readings did, as near as one point.
  expect(seconds[0]).toBeLessThan(128);
  expect(seconds.at(-1)).toBeGreaterThan(10_000 - 128);
});

test('the newest reading is a point at once, also when each stands for many', () => {
  const curve = new Curve(4);
  for (let second = 0; second < 4; second++) curve.add(row(second));
  expect([...curve.points.seconds]).toEqual([0.5, 2.5]);
  curve.add(row(10));
  expect([...curve.points.seconds]).toEqual([0.5, 2.5, 10]);
  curve.add(row(12));
  expect([...curve.points.seconds]).toEqual([0.5, 2.5, 11]);
});

test('a gap stays one when points become fewer', () => {
  const curve = new Curve(4);
  curve.add(row(0));
  curve.gap(1, 0);
  curve.add(row(2));
  curve.add(row(3));
  const { volts, amps, ampHours } = curve.points;
  expect([volts[0], amps[0]]).toEqual([Number.NaN, Number.NaN]);
  expect(volts[1]).toBeCloseTo(3.9975, 9);
  expect(ampHours[0]).toBe(0);
});

test('what is handed out is a copy', () => {
  const curve = new Curve();
  curve.add(row(1));
  curve.points.volts[0] = 9;
  expect(curve.points.volts[0]).toBeCloseTo(3.999, 9);
});
