import { expect, test } from 'vitest';
import { firstSearch, narrowed, slowerOf } from './view.ts';

test('a time is read with its unit, in ms where there is none', () => {
  expect(['50', '1.5 s', '0,5s', '200 us', '200µs', '7 MS', ' '].map(slowerOf)).toEqual([
    50,
    1500,
    500,
    0.2,
    0.2,
    7,
    null,
  ]);
  expect(['-1', 'fast', '5 h', '1e3'].map(slowerOf)).toEqual([undefined, undefined, undefined, undefined]);
});

test('every part of a search leaves something out', () => {
  expect(narrowed({ ...firstSearch, origin: null })).toBe(false);
  expect(narrowed(firstSearch)).toBe(true);
  for (const part of [{ text: 'x' }, { slowerThanMs: 5 }, { failedOnly: true }])
    expect(narrowed({ ...firstSearch, origin: null, ...part })).toBe(true);
});
