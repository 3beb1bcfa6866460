import { expect, test } from 'vitest';
import { maxDepth } from './scan.ts';
import { fits } from './size.ts';

test.each([
  ['a text', 'x'.repeat(1000)],
  ['the name of a field', { ['x'.repeat(1000)]: 1 }],
  ['a typed array', new Float64Array(125)],
  ['a buffer', new ArrayBuffer(1000)],
  ['many small values', Array.from({ length: 125 }, () => null)],
  ['many empty objects', Array.from({ length: 125 }, () => ({}))],
  ['a list of nothing that is long', Object.assign([], { length: 1000 })],
])('R-23: %s counts', (_, value) => {
  expect(fits({ value: [value] }, 1000)).toBe(false);
  expect(fits({ value: [value] }, 2000)).toBe(true);
});

test('R-23: a value that is mentioned again and again counts each time, and looking ends', () => {
  let value: unknown = 1;
  for (let level = 0; level < maxDepth; level++) value = [value, value];
  expect(fits(value, 1_000_000)).toBe(false);
});

test('R-23: what nests too deeply, or in itself, and what no contract has is refused', () => {
  let deep: unknown = 1;
  for (let level = 0; level < maxDepth; level++) deep = [deep];
  expect(fits(deep, 1_000_000)).toBe(true);
  expect(fits([deep], 1_000_000)).toBe(false);
  const round: unknown[] = [];
  round.push(round);
  expect(fits(round, 1_000_000)).toBe(false);
  expect(fits(new Map(), 1_000_000)).toBe(false);
  expect(fits({ set: new Set() }, 1_000_000)).toBe(false);
});
