import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { showDecimalSign } from './decimal-sign.ts';
import { formatFixed, formatSi } from './format.ts';
import { parseQuantity } from './parse.ts';

const volts = (text: string) => parseQuantity(text, { unit: 'V' });
const value = (text: string) => {
  const parsed = volts(text);
  return parsed.ok ? parsed.value : parsed.problem;
};

describe('parseQuantity', () => {
  it.each([
    ['3.3', 3.3],
    [' 3.3 V ', 3.3],
    ['500m', 0.5],
    ['500 mV', 0.5],
    ['1k', 1000],
    ['1K', 1000],
    ['2.5u', 2.5e-6],
    ['2.5µV', 2.5e-6],
    ['2.5μ', 2.5e-6],
    ['1M', 1e6],
    ['.5', 0.5],
    ['5.', 5],
    ['-1', -1],
    ['−1.5', -1.5],
    ['1e3', 1000],
    ['1E-3 V', 0.001],
    ['1k2', 1200],
    ['3V3', 3.3],
    ['0V5', 0.5],
    ['4m7', 0.0047],
    ['12\u2009000', 12000],
    ['-0', 0],
  ])('reads %s as %d', (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  it.each([
    '',
    '  ',
    'NaN',
    'Infinity',
    'inf',
    'volts',
    '1.2.3',
    '--1',
    '3.3 A',
    '3.3 mA',
    '1 k k',
    '0x10',
    '1e999',
    '9'.repeat(400),
    'm',
  ])('refuses “%s” and says what to do', (text) => {
    const parsed = volts(text);
    expect(parsed).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/\.$/u),
      remedy: expect.stringMatching(/\.$/u),
    });
  });

  it('tells m from M: nine powers of ten lie between them', () => {
    expect(value('5m')).toBe(0.005);
    expect(value('5M')).toBe(5e6);
  });

  it('does not guess what a comma means, unless the language says so', () => {
    expect(volts('0,5')).toMatchObject({ ok: false, remedy: expect.stringContaining('0.5') });
    showDecimalSign(',');
    onTestFinished(() => showDecimalSign('.'));
    expect(volts('0,5')).toEqual({ ok: true, value: 0.5 });
    expect(volts('0.5')).toEqual({ ok: true, value: 0.5 });
    expect(volts('1,234.5')).toMatchObject({ ok: false, remedy: expect.stringContaining('1234,5') });
    expect(volts('1,234,5').ok).toBe(false);
  });

  it('never answers with a number that is not finite, whatever is typed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-+0-9.eEkmMµV, ]{0,12}$/u)), (text) => {
        const parsed = volts(text);
        expect(parsed.ok && !Number.isFinite(parsed.value)).toBe(false);
      }),
    );
  });

  it('reads back what formatFixed writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 6 }), (steps, decimals) => {
        const original = Number(`${steps}e-${decimals}`);
        expect(value(formatFixed(original, decimals))).toBe(original === 0 ? 0 : original);
      }),
    );
  });

  it('reads back what formatSi writes, to the digits that were written', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-11, max: 1e13, noNaN: true }), fc.boolean(), (size, negative) => {
        const original = negative ? -size : size;
        const text = formatSi(original, 'V', 6);
        const back = value(`${text.number} ${text.unit}`);
        expect(back).toBe(Number(original.toPrecision(6)));
      }),
    );
  });
});
