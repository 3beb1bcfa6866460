import { expect, test } from 'vitest';
import { msText, tickTexts } from './times.ts';
import { panBy, ticksOf, zoomAt, zoomTo } from './zoom.ts';

const whole = { from: -10, to: 90 };

test('zooming keeps the moment under the pointer where it is', () => {
  const view = zoomAt(whole, whole, 40, 0.5);
  expect(view).toEqual({ from: 15, to: 65 });
  expect(zoomAt(whole, whole, -10, 0.5)).toEqual({ from: -10, to: 40 });
  expect(zoomAt(view, whole, 40, 2)).toEqual(whole);
});

test('no view leaves the whole, and none is shorter than the clock can tell', () => {
  expect(zoomAt({ from: 80, to: 90 }, whole, 90, 4)).toEqual({ from: 50, to: 90 });
  expect(panBy({ from: 80, to: 90 }, whole, 0.5)).toEqual({ from: 80, to: 90 });
  expect(panBy({ from: 20, to: 30 }, whole, -0.5)).toEqual({ from: 15, to: 25 });
  let view = whole;
  for (let times = 0; times < 60; times++) view = zoomAt(view, whole, 40, 0.5);
  expect(view.to - view.from).toBeCloseTo(0.005, 6);
});

test('one bar is looked at with a little around it', () => {
  expect(zoomTo({ from: 20, to: 40 }, whole)).toEqual({ from: 19, to: 41 });
  expect(zoomTo({ from: -10, to: 90 }, whole)).toEqual(whole);
});

test('ticks are round and far enough apart', () => {
  expect(ticksOf({ from: -10, to: 90 }, 500, 90)).toEqual([0, 20, 40, 60, 80]);
  expect(ticksOf({ from: 0, to: 1 }, 1000, 90)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
  expect(ticksOf({ from: 5, to: 5 }, 500, 90)).toEqual([]);
  expect(ticksOf({ from: 0, to: 1 }, 0, 90)).toEqual([]);
});

test('a time has its unit and the digits that say something', () => {
  const said = [null, 0, 0.0312, 0.99949, 0.9996, 4.9, 9.999, 99.96, 412, 999.6, 1240, 12_000].map(msText);
  expect(said).toEqual([
    '–',
    '0.000 ms',
    '0.031 ms',
    '0.999 ms',
    '1.00 ms',
    '4.90 ms',
    '10.0 ms',
    '100 ms',
    '412 ms',
    '1.00 s',
    '1.24 s',
    '12.0 s',
  ]);
});

test('labels of an axis have the same decimals', () => {
  expect(tickTexts([-20, 0, 20])).toEqual(['−20 ms', '0', '20 ms']);
  expect(tickTexts([0, 0.5, 1])).toEqual(['0', '0.5 ms', '1.0 ms']);
  expect(tickTexts([0, 1000, 2000])).toEqual(['0', '1 s', '2 s']);
});
