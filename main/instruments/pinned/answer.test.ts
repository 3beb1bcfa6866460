import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pinAnswer } from './answer.ts';

test.each([
  ['+5.000010E+00', 5.00001],
  ['-0', -0],
  [' 12 ', 12],
  ['.5', 0.5],
])('%j is a number', (reply, value) => {
  expect(pinAnswer(reply)).toEqual({ value, text: null, overload: false });
});

test('SCPI’s infinity is beyond the range; its "not a number", and what is larger than any number, are text', () => {
  expect(pinAnswer('9.9E37')).toEqual({ value: null, text: null, overload: true });
  expect(pinAnswer('-9.9E+37')).toEqual({ value: null, text: null, overload: true });
  expect(pinAnswer('9.91E37')).toEqual({ value: null, text: '9.91E37', overload: false });
  expect(pinAnswer('1e999')).toEqual({ value: null, text: '1e999', overload: false });
});

test.each(['CV', '3.3 V', '1,2', '', '"VOLT"', '0x10', 'Infinity', 'NaN'])('%j is text', (reply) => {
  expect(pinAnswer(reply)).toEqual({ value: null, text: reply, overload: false });
});

test('text is cut at 200 characters, and never in the middle of one', () => {
  expect(pinAnswer('x'.repeat(5000)).text).toHaveLength(200);
  const wide = pinAnswer('\u{1f600}'.repeat(500)).text ?? '';
  expect(Array.from(wide)).toHaveLength(200);
  expect(wide.isWellFormed()).toBe(true);
});

test('every answer is exactly one of number, text and overload, and a number is finite', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.double().map(String), fc.constant('9.9E37')), (reply) => {
      const { value, text, overload } = pinAnswer(reply);
      expect([value !== null, text !== null, overload].filter(Boolean)).toHaveLength(1);
      expect(Number.isFinite(value ?? 0)).toBe(true);
    }),
  );
});
