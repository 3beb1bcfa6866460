import { expect, test } from 'vitest';
import type { TraceBar } from '#shared/contract/traces.ts';
import { criticalPath } from './critical-path.ts';
import { extentOf, openRows, rowsOf } from './rows.ts';

const bar = (id: number, parent: number | null, startMs: number, ms: number | null): TraceBar => ({
  id,
  parent,
  kind: 'bridge',
  name: `bar ${id}`,
  startMs,
  ms,
  failed: false,
  attributes: {},
});

/** A click, its call, two exchanges one after the other, and a write to the history beside the second one. */
const bars = [
  bar(1, null, 0, 100),
  bar(2, 1, 10, 30),
  bar(3, 1, 45, 50),
  bar(4, 1, 50, 20),
  bar(5, 3, 60, 30),
  { ...bar(6, 1, -8, 8), kind: 'window' as const },
];

test('rows lie under what they are in, in the order of their beginnings', () => {
  expect(rowsOf(bars).map(({ bar: { id }, depth, inside }) => [id, depth, inside])).toEqual([
    [6, 0, 0],
    [1, 0, 4],
    [2, 1, 0],
    [3, 1, 1],
    [5, 2, 0],
    [4, 1, 0],
  ]);
});

test('time of its own is what nothing inside covers, each moment once', () => {
  const self = new Map(rowsOf(bars).map(({ bar: { id }, selfMs }) => [id, selfMs]));
  // 100 less 10..40 and 45..95, in which 50..70 lies.
  expect(self.get(1)).toBe(20);
  expect(self.get(3)).toBe(20);
  expect(self.get(2)).toBe(30);
});

test('a bar that goes on reaches to the end that is known', () => {
  const rows = rowsOf([bar(1, null, 0, null), bar(2, 1, 5, 20), bar(3, 1, 10, null)]);
  expect(rows.map(({ endMs }) => endMs)).toEqual([25, 25, 25]);
});

test('what is in nothing known, or in itself, is outermost; nothing is lost', () => {
  const rows = rowsOf([bar(1, 7, 0, 1), bar(2, 2, 0, 1), bar(3, 4, 0, 1), bar(4, 3, 0, 1)]);
  expect(rows.map(({ bar: { id }, parent }) => [id, parent])).toEqual([
    [1, null],
    [2, null],
    [3, null],
    [4, 3],
  ]);
});

test('a closed row hides all that is in it', () => {
  const rows = rowsOf(bars);
  expect(openRows(rows, new Set([3])).map(({ bar: { id } }) => id)).toEqual([6, 1, 2, 3, 4]);
  expect(openRows(rows, new Set([1, 3])).map(({ bar: { id } }) => id)).toEqual([6, 1]);
});

test('the extent begins before 0 where the window did something before', () => {
  expect(extentOf(bars)).toEqual({ from: -8, to: 100 });
  expect(extentOf([])).toEqual({ from: 0, to: 0 });
});

test('the critical path is what the whole waited for', () => {
  const path = criticalPath(rowsOf(bars));
  // Bar 4 ran beside bar 3 and ended before it.
  expect([...path.keys()].toSorted((a, b) => a - b)).toEqual([1, 2, 3, 5, 6]);
  expect(path.get(6)).toEqual([{ from: -8, to: 0 }]);
  expect(path.get(1)).toEqual([
    { from: 0, to: 10 },
    { from: 40, to: 45 },
    { from: 95, to: 100 },
  ]);
  expect(path.get(3)).toEqual([
    { from: 45, to: 60 },
    { from: 90, to: 95 },
  ]);
  expect(path.get(5)).toEqual([{ from: 60, to: 90 }]);
});

test('the stretches of the critical path fill the time without gap or overlap, wherever something ran', () => {
  const rows = rowsOf(bars);
  const all = [...criticalPath(rows).values()].flat().toSorted((a, b) => a.from - b.from);
  expect(all[0]?.from).toBe(-8);
  expect(all.at(-1)?.to).toBe(100);
  expect(all.slice(1).map(({ from }) => from)).toEqual(all.slice(0, -1).map(({ to }) => to));
});

test('what outlived the one it is in was waited for only as long as that lasted', () => {
  const path = criticalPath(rowsOf([bar(1, null, 0, 10), bar(2, 1, 4, 50)]));
  // Nothing outermost ran after 10.
  expect(path.get(2)).toEqual([{ from: 4, to: 10 }]);
  expect(path.get(1)).toEqual([{ from: 0, to: 4 }]);
});
