import { describe, expect, test } from 'vitest';
import { boolean, integer, limitOf, numeric } from './decode.ts';
import { ScpiError } from './errors.ts';
import { readElements } from './parameters.ts';

const range = { min: 0, max: 32, initial: 0, perUnit: 1000, unit: 'V' } as const;
const amps = { min: 0, max: 3, initial: 1, perUnit: 1000, unit: 'A' } as const;

/** The value, or the number of the error. */
function reading<T>(work: () => T): T | number {
  try {
    return work();
  } catch (error) {
    if (error instanceof ScpiError) return error.number;
    throw error;
  }
}
const one = <T>(decode: (element: ReturnType<typeof readElements>[number] | undefined) => T, text: string) =>
  reading(() => decode(readElements(text)[0]));

describe('numeric values (IEEE 488.2, 7.7.2; SCPI-99 vol. 1, 7.2)', () => {
  test.each<[string, number]>([
    ['3', 3],
    ['+3', 3],
    ['3.', 3],
    ['.5', 0.5],
    ['3.3', 3.3],
    ['3.3E0', 3.3],
    ['33e-1', 3.3],
    ['0.33 E+1', 3.3],
    ['3.3V', 3.3],
    ['3.3 V', 3.3],
    ['3300mV', 3.3],
    ['3300 MV', 3.3],
    ['5000000uV', 5],
    ['0.01kV', 10],
    ['3.3004', 3.3],
    ['3.3006', 3.301],
    ['-0.0004', 0],
    ['32.0004', 32],
    ['MIN', 0],
    ['maximum', 32],
    ['DEF', 0],
  ])('%s', (text, value) => {
    expect(one(numeric(range), text)).toBeCloseTo(value, 12);
  });

  test.each<[string, number]>([
    ['500mA', 0.5],
    ['500 MA', 0.5],
    ['250000uA', 0.25],
    ['DEFault', 1],
  ])('amperes: %s', (text, value) => {
    expect(one(numeric(amps), text)).toBeCloseTo(value, 12);
  });

  test.each<[string, number]>([
    ['', -109],
    ['33', -222],
    ['-1', -222],
    ['1E300', -222],
    ['1e400', -222],
    ['1MAV', -222],
    ['INF', -222],
    ['NAN', -222],
    ['NINF', -222],
    ['UP', -224],
    ['MINI', -224],
    ['3.3A', -131],
    ['3.3 mA', -131],
    ['3.3 XV', -131],
    ['3.3 OHM', -131],
    ['3..3', -121],
    ['1.2.3', -121],
    ['--3', -121],
    ['.', -121],
    ['0x10', -131],
    ['1e99999', -123],
    [`1${'0'.repeat(300)}`, -124],
    ['3 VVVVVVVVVVVVV', -134],
    ['3.3 4.4', -103],
    ['ON 1', -103],
    ['"3.3"', -158],
    ["'3.3'", -158],
    ['"3.3', -151],
    ['#H1F', -104],
    ['#13abc', -168],
    ['#x', -161],
    ['(1,2)', -178],
    ['(1', -171],
    ['?', -101],
    ['$5', -101],
    [',', -103],
    ['3,', -103],
  ])('%s is error %d', (text, number) => {
    expect(one(numeric(range), text)).toBe(number);
  });
});

describe('others', () => {
  test.each<[string, boolean | number]>([
    ['ON', true],
    ['off', false],
    ['1', true],
    ['0', false],
    ['0.4', false],
    ['-7', true],
    ['', -109],
    ['YES', -224],
    ['1V', -138],
    ['"ON"', -158],
  ])('boolean %s (SCPI-99 vol. 1, 7.3)', (text, value) => {
    expect(one(boolean, text)).toBe(value);
  });

  test.each<[string, number]>([
    ['2', 2],
    ['1.6', 2],
    ['2.6', -222],
    ['0', -222],
    ['', -109],
    ['CH1', -148],
    ['1V', -138],
    ['"1"', -158],
  ])('integer %s', (text, value) => {
    expect(one(integer(1, 2), text)).toBe(value);
  });

  test.each<[string, number | null]>([
    ['', null],
    ['MIN', 0],
    ['MAX', 32],
    ['DEF', 0],
    ['3', -104],
    ['FOO', -224],
  ])('limit %s', (text, value) => {
    expect(one(limitOf(range), text)).toBe(value);
  });
});
