import { expect, it } from 'vitest';
import { isMeasured, isOverload } from './overload.ts';

it.each([
  [9.9e37, true, false],
  [-9.9e37, true, false],
  [9.900001e37, true, false],
  [9.91e37, false, false],
  [1e6, false, true],
  [0, false, true],
  [Number.NaN, false, false],
])('%d: overload %s, measured %s', (value, over, measured) => {
  expect(isOverload(value)).toBe(over);
  expect(isMeasured(value)).toBe(measured);
});
