import { expect, test } from 'vitest';
import type { TraceBar } from '#shared/contract/traces.ts';
import { openRows, rowsOf } from './rows.ts';
import { type WaterfallState, waterfallKey } from './waterfall-keys.ts';

const bar = (id: number, parent: number | null, startMs: number, ms: number): TraceBar => ({
  id,
  parent,
  kind: 'bridge',
  name: `bar ${id}`,
  startMs,
  ms,
  failed: false,
  attributes: {},
});
const rows = rowsOf([bar(1, null, 0, 100), bar(2, 1, 10, 20), bar(3, 2, 12, 5), bar(4, 1, 50, 40)]);
const whole = { from: 0, to: 100 };
const fresh: WaterfallState = { view: null, at: null, closed: new Set() };

/** Presses keys one after the other; `S-` stands for Shift. */
function press(...keys: readonly string[]): WaterfallState {
  return keys.reduce<WaterfallState>((state, key) => {
    const shiftKey = key.startsWith('S-');
    const pressed = { key: shiftKey ? key.slice(2) : key, shiftKey };
    return waterfallKey(pressed, state, openRows(rows, state.closed), whole) ?? state;
  }, fresh);
}

test('the keys of a list go over the rows', () => {
  expect(press('ArrowDown').at).toBe(2);
  expect(press('ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown').at).toBe(4);
  expect(press('End').at).toBe(4);
  expect(press('End', 'Home').at).toBe(1);
  expect(press('ArrowDown', 'ArrowUp', 'ArrowUp').at).toBe(1);
});

test('left closes, then goes out; right opens, then goes in', () => {
  const closed = press('ArrowDown', 'ArrowLeft');
  expect([closed.at, [...closed.closed]]).toEqual([2, [2]]);
  expect(press('ArrowDown', 'ArrowLeft', 'ArrowDown').at).toBe(4);
  expect(press('ArrowDown', 'ArrowLeft', 'ArrowLeft').at).toBe(1);
  expect([...press('ArrowDown', 'ArrowLeft', 'ArrowRight').closed]).toEqual([]);
  expect(press('ArrowDown', 'ArrowRight').at).toBe(3);
  expect(press('ArrowDown', 'ArrowRight', 'ArrowRight').at).toBe(3);
});

test('plus looks nearer at the bar, minus goes back, 0 shows the whole', () => {
  const near = press('End', '+');
  expect(near.view).toEqual({ from: 35, to: 85 });
  expect(press('End', '+', '-').view).toEqual(whole);
  expect(press('End', '+', '+', '0').view).toBeNull();
});

test('shift and an arrow go on in time', () => {
  expect(press('+', 'S-ArrowRight').view).toEqual({ from: 35, to: 85 });
  expect(press('+', 'S-ArrowLeft').view).toEqual({ from: 15, to: 65 });
});

test('enter looks at one bar, and again at the whole', () => {
  expect(press('End', 'Enter').view).toEqual({ from: 48, to: 92 });
  expect(press('End', 'Enter', 'Enter').view).toBeNull();
});

test('other keys are for others', () => {
  expect(waterfallKey({ key: 'x', shiftKey: false }, fresh, rows, whole)).toBeNull();
  expect(waterfallKey({ key: 'Tab', shiftKey: false }, fresh, rows, whole)).toBeNull();
});
