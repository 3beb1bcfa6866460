import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atPower, decimalsAt, formatPrefixed, prefixedUnit, prefixPower } from './engineering.ts';
import { parseQuantity } from './parse.ts';

describe('prefixPower', () => {
  it.each([
    [0.0021, 0, -3],
    [4700, 0, 3],
    [1, 0, 0],
    [999.9, 0, 0],
    [1000, 0, 3],
    // Stays while it is at its border.
    [960, 3, 3],
    [940, 3, 0],
    [0, 6, 6],
    [null, -3, -3],
    [1e-20, 0, -12],
  ])('%s, before %d', (value, before, power) => expect(prefixPower(value, before)).toBe(power));
  it('is bounded', () => expect(prefixPower(1e-4, 0, 0)).toBe(0));
  it('writes the unit', () => {
    expect(prefixedUnit('Hz', 6)).toBe('MHz');
    expect(prefixedUnit('V', 0)).toBe('V');
  });
});

describe('a value in its prefix', () => {
  it('keeps its digits', () => expect(atPower(1000.1, 3)).toBe(1.0001));
  it.each([
    [1.234e-7, -9, 123.4],
    [-3e-7, 0, -3e-7],
    [5e-7, -6, 0.5],
    [1e21, 12, 1e9],
    [0, 3, 0],
  ])('%d at %d is %d, however the number is written', (value, power, expected) =>
    expect(atPower(value, power)).toBe(expected),
  );
  it.each([
    [3.299684, 1e-6, 0, 6],
    [0.0123456, 1e-7, -3, 4],
    [12.5e6, 1e-4, 6, 5],
    [null, 0.001, 0, 3],
    [123456, 10, 0, 0],
  ])('%s of %d at %d', (value, resolution, power, decimals) =>
    expect(decimalsAt(value, resolution, power)).toBe(decimals),
  );
});

describe('formatPrefixed', () => {
  it.each([
    [1000, 1e-6, '1.000 kHz'],
    [1234.5678, 1e-6, '1.2345678 kHz'],
    [25e6, 1e-6, '25.000 MHz'],
    [999.5, 0.1, '999.5 Hz'],
    [0.5, 1e-6, '0.500 Hz'],
    [10, 1, '10 Hz'],
    [7500, 0.01, '7.500 kHz'],
    [-1500, 1, '\u22121.500 kHz'],
    [null, 1, '\u2212 \u2212 \u2212'],
  ])('%s', (value, resolution, text) => expect(formatPrefixed(value, 'Hz', resolution)).toBe(text));
  it('is read back to the very number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), fc.integer({ min: 0, max: 3 }), (steps, decimals) => {
        const value = Number(`${steps}e-${decimals}`);
        const parsed = parseQuantity(formatPrefixed(value, 'Hz', 10 ** -decimals), { unit: 'Hz' });
        expect(parsed).toEqual({ ok: true, value });
      }),
    );
  });
});
