import { afterEach, describe, expect, it } from 'vitest';
import { showDecimalSign } from './decimal-sign.ts';
import { formatDuration } from './duration.ts';
import { formatPrefixed } from './engineering.ts';
import { decimalsFor, formatFixed, formatSi, formatStep, unknownNumber } from './format.ts';

describe('formatFixed', () => {
  it.each([
    [3.3, 3, '3.300'],
    [-0.5, 2, '−0.50'],
    [-0.0001, 2, '0.00'],
    [1234567.891, 1, '1\u2009234\u2009567.9'],
    [999.5, 0, '1\u2009000'],
  ])('%d with %d decimals', (value, decimals, expected) => {
    expect(formatFixed(value, decimals)).toBe(expected);
  });
  it('shows no number where there is none', () => {
    for (const value of [null, Number.NaN, Number.POSITIVE_INFINITY])
      expect(formatFixed(value, 3)).toBe(unknownNumber);
  });
  it('writes a comma in a window that shows one', () => {
    showDecimalSign(',');
    expect(formatFixed(1234.5, 2)).toBe('1\u2009234,50');
    expect(formatSi(0.0033, 'V')).toEqual({ number: '3,300', unit: 'mV' });
    expect(formatPrefixed(1234.5678, 'Hz', 1e-6)).toBe('1,2345678 kHz');
  });
  afterEach(() => showDecimalSign('.'));
});

describe('decimalsFor', () => {
  it.each([
    [1, 0],
    [10, 0],
    [0.1, 1],
    [0.001, 3],
    [0.0005, 4],
    [0.025, 3],
    [0.3, 1],
    [Number.NaN, 0],
    [0, 0],
  ])('%d', (resolution, expected) => expect(decimalsFor(resolution)).toBe(expected));
});

describe('formatSi', () => {
  it.each([
    [0.48143, 4, '481.4', 'mA'],
    [0.99996, 4, '1.000', 'A'],
    [999.96, 4, '1.000', 'kA'],
    [0, 4, '0.000', 'A'],
    [-1.5e-6, 2, '−1.5', 'µA'],
    [1e-15, 2, '0.0010', 'pA'],
  ])('%d', (value, digits, number, unit) => {
    const text = formatSi(value, 'A', digits);
    expect(text.unit).toBe(unit);
    expect(text.number).toBe(number);
  });
  it('says a step', () => expect(formatStep(0.1, 'V')).toBe('100 mV'));
});

describe('formatDuration', () => {
  it.each([
    [0, '0 s'],
    [12_900, '12 s'],
    [1_084_000, '18 min 04 s'],
    [7_500_000, '2 h 05 min'],
    [273_600_000, '3 d 4 h'],
    [-5, '0 s'],
  ])('%d ms', (ms, expected) => expect(formatDuration(ms)).toBe(expected));
});
