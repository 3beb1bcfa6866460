import { describe, expect, it } from 'vitest';
import { decimalsSeen } from './decimals.ts';

describe('decimalsSeen', () => {
  it.each([
    [3.3, 0.001, 3],
    [3.2998, 0.001, 4],
    [3.29981, 0.001, 5],
    [3.2998123, 0.001, 5],
    [null, 0.001, 3],
    [0.1 + 0.2, 0.1, 1],
  ])('%s at a resolution of %d', (value, resolution, expected) => {
    expect(decimalsSeen(value, resolution)).toBe(expected);
  });
});
