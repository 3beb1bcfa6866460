import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { showDecimalSign } from '#shared/quantity/decimal-sign.ts';
import { fieldText, firstDigit, nextDigit, preview, readDraft, sayStep, stepDigit } from './number-draft.ts';

const spec = { unit: 'V', resolution: 0.001, min: 0, max: 6 };

describe('a draft', () => {
  it('is read in SI', () => expect(readDraft('500m', spec)).toEqual({ ok: true, value: 0.5 }));
  it('is held to the range', () => {
    expect(readDraft('6.001', spec)).toEqual({ ok: false, problem: 'Over 6.00 V. Not sent.' });
    expect(readDraft('-1', spec)).toEqual({ ok: false, problem: 'Under 0.00 V. Not sent.' });
    expect(readDraft('6', spec).ok).toBe(true);
  });
  it('is held to the envelope', () => {
    const draft = readDraft('6.00', { ...spec, limit: 5.5 });
    expect(draft).toEqual({ ok: false, problem: 'Over 5.50 V, the envelope. Not sent.' });
  });
  it('says what to do about nonsense', () => {
    const draft = readDraft('0,5', spec);
    expect(draft.ok ? '' : draft.problem).toContain('0.5');
  });
  it('is previewed only when it is not plain already', () => {
    expect(preview('500m', spec)).toBe('= 0.500 V');
    expect(preview('3V3', spec)).toBe('= 3.300 V');
    expect(preview('3.3', spec)).toBeNull();
    expect(preview('x', spec)).toBeNull();
  });
});

describe('digits', () => {
  it('starts at the tenths', () => {
    expect(firstDigit('3.300')).toBe(2);
    expect(firstDigit('120')).toBe(2);
    expect(firstDigit('\u2212 \u2212 \u2212')).toBe(-1);
  });
  it('walks over the point and stops at the ends', () => {
    expect(nextDigit('3.300', 2, -1)).toBe(0);
    expect(nextDigit('3.300', 0, -1)).toBe(0);
    expect(nextDigit('3.300', 4, 1)).toBe(4);
  });
  it('says what a step is worth', () => {
    expect(sayStep('3.300', 2, 'V')).toBe('±100 mV');
    expect(sayStep('3.300', 4, 'V')).toBe('±1 mV');
    expect(sayStep('12.0', 0, 'V')).toBe('±10 V');
  });
  it('steps the chosen digit and carries', () => {
    expect(stepDigit('3.300', 2, 1, spec)).toEqual({ text: '3.400', place: 2 });
    expect(stepDigit('3.999', 4, 1, spec)).toEqual({ text: '4.000', place: 4 });
    expect(stepDigit('0.100', 2, 1, spec)).toEqual({ text: '0.200', place: 2 });
  });
  it('keeps the digit when the number grows or shrinks', () => {
    const wide = { ...spec, max: 30 };
    expect(stepDigit('9.500', 0, 1, wide)).toEqual({ text: '10.500', place: 1 });
    expect(stepDigit('10.500', 1, -1, wide)).toEqual({ text: '9.500', place: 0 });
    expect(stepDigit('10.500', 0, -1, wide)).toEqual({ text: '0.500', place: 0 });
  });
  it('does not leave the range or the envelope', () => {
    expect(stepDigit('5.950', 2, 1, spec)).toBeNull();
    expect(stepDigit('0.050', 2, -1, spec)).toBeNull();
    expect(stepDigit('5.450', 2, 1, { ...spec, limit: 5.5 })).toBeNull();
  });
  it('comes back to where it was, up and down, at any digit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1111, max: 4888 }), fc.constantFrom(0, 2, 3, 4), (steps, place) => {
        const text = fieldText(steps / 1000, spec);
        const up = stepDigit(text, place, 1, spec);
        expect(up).not.toBeNull();
        expect(up && stepDigit(up.text, up.place, -1, spec)).toEqual({ text, place });
      }),
    );
  });
});

describe('a field with prefixes', () => {
  const hertz = { unit: 'Hz', resolution: 1e-6, min: 1e-6, max: 25e6, prefixed: true };
  it('shows prefix and unit, and reads back what it shows', () => {
    expect(fieldText(1000, hertz)).toBe('1.000 kHz');
    expect(readDraft('1.000 kHz', hertz)).toEqual({ ok: true, value: 1000 });
    expect(readDraft('30M', hertz)).toEqual({ ok: false, problem: 'Over 25.000 MHz. Not sent.' });
  });
  it('says what a bare number comes to: it is in hertz, whatever stood there', () => {
    expect(preview('2', hertz)).toBe('= 2.000 Hz');
    expect(preview('2k', hertz)).toBe('= 2.000 kHz');
    expect(preview('2.000 kHz', hertz)).toBeNull();
  });
  it('steps digits in the prefix that is shown, and keeps it', () => {
    expect(sayStep('1.000 kHz', 2, 'Hz')).toBe('±100 Hz');
    expect(stepDigit('1.000 kHz', 2, 1, hertz)).toEqual({ text: '1.100 kHz', place: 2 });
    expect(stepDigit('1.000 kHz', 0, -1, hertz)).toBeNull();
    expect(stepDigit('9.900 kHz', 2, 1, hertz)).toEqual({ text: '10.000 kHz', place: 3 });
    expect(stepDigit('25.000 MHz', 5, 1, hertz)).toBeNull();
  });
});

describe('in a window that shows a comma', () => {
  beforeEach(() => showDecimalSign(','));
  afterEach(() => showDecimalSign('.'));

  it('shows it, reads it, and reads a point as well', () => {
    expect(fieldText(3.3, spec)).toBe('3,300');
    expect(readDraft('3,3', spec)).toEqual({ ok: true, value: 3.3 });
    expect(readDraft('3.3', spec)).toEqual({ ok: true, value: 3.3 });
    expect(readDraft('1.234,5', spec).ok).toBe(false);
    expect(readDraft('6,001', spec)).toEqual({ ok: false, problem: 'Over 6,00 V. Not sent.' });
    expect(preview('3,3', spec)).toBeNull();
    expect(preview('500m', spec)).toBe('= 0,500 V');
  });
  it('steps digits on both sides of it', () => {
    expect(firstDigit('3,300')).toBe(2);
    expect(sayStep('3,300', 4, 'V')).toBe('±1 mV');
    expect(stepDigit('3,999', 4, 1, spec)).toEqual({ text: '4,000', place: 4 });
    expect(stepDigit('9,500', 0, 1, { ...spec, max: 30 })).toEqual({ text: '10,500', place: 1 });
    const prefixed = { unit: 'Hz', resolution: 1e-6, min: 0, max: 1e7, prefixed: true };
    expect(stepDigit('1,000 kHz', 2, 1, prefixed)).toEqual({ text: '1,100 kHz', place: 2 });
  });
  it('gives the same number as the point does', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6000 }), (steps) => {
        const value = steps / 1000;
        const shown = fieldText(value, spec);
        expect(readDraft(shown, spec)).toEqual({ ok: true, value });
        expect(shown).not.toContain('.');
      }),
    );
  });
});
