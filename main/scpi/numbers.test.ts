import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseError } from './errors.ts';
import { formatNumber, parseBoolean, parseNumber } from './numbers.ts';

test.each([
  ['3', 3],
  ['+3.30000000E+00', 3.3],
  ['-.5', -0.5],
  ['5.', 5],
  ['1e-3', 0.001],
  [' 2.5\r', 2.5],
  ['9.91E37', Number.NaN],
  ['+9.91000000E+37', Number.NaN],
  ['9.9E37', Number.POSITIVE_INFINITY],
  ['-9.90E+37', Number.NEGATIVE_INFINITY],
])('%j is %d', (reply, value) => {
  expect(parseNumber(reply)).toBe(value);
});

test.each(['', '1,2', '1;2', '0x10', 'NaN', 'Infinity', '1 2', '1E', '3.3V', '--1', '"1"'])(
  '%j is no number',
  (reply) => {
    expect(() => parseNumber(reply)).toThrow(expect.objectContaining({ code: 'INSTRUMENT_REPLY' }));
  },
);

test('a number survives the wire exactly', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      fc.pre(Math.abs(value) !== 9.9e37 && value !== 9.91e37);
      expect(parseNumber(formatNumber(value))).toBe(value === 0 ? 0 : value);
    }),
  );
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('%d is never sent', (value) => {
  expect(() => formatNumber(value)).toThrow(expect.objectContaining({ code: 'VALUE_NOT_FINITE' }));
});

test('booleans', () => {
  expect(['1', 'on', ' OFF', '0'].map(parseBoolean)).toEqual([true, true, false, false]);
  expect(() => parseBoolean('2')).toThrow(expect.objectContaining({ code: 'INSTRUMENT_REPLY' }));
});

test.each([
  ['0,"No error"', null],
  ['+0,"No error"', null],
  ['0', null],
  ['-113,"Undefined header"', { code: -113, text: 'Undefined header' }],
  ['-222,"Data ""32.5"", out of range;CH1"\n', { code: -222, text: 'Data "32.5", out of range;CH1' }],
  ['-100, Command error', { code: -100, text: 'Command error' }],
])('SYST:ERR? says %j', (reply, entry) => {
  expect(parseError(reply)).toEqual(entry);
});
test('what is no entry of an error queue is refused', () => {
  for (const reply of ['', 'No error', '"x",1'])
    expect(() => parseError(reply)).toThrow(expect.objectContaining({ code: 'INSTRUMENT_REPLY' }));
});
