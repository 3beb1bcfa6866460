import { describe, expect, it } from 'vitest';
import type { PinReading } from '#shared/contract/pins.ts';
import { isLong, pinView } from './pin-view.ts';

const reading = (more: Partial<PinReading> = {}, pin: Partial<PinReading['pin']> = {}): PinReading => ({
  pin: { query: 'A?', label: 'A', unit: 'V', ...pin },
  value: null,
  text: null,
  overload: false,
  at: 1,
  fault: null,
  paused: false,
  ...more,
});

describe('pinView', () => {
  it('draws an SI unit in the prefix that suits the number, with five digits', () => {
    expect(pinView(reading({ value: 0.0021 }))).toMatchObject({ value: 2.1, unit: 'mV', decimals: 4 });
    expect(pinView(reading({ value: 12_345.6 }))).toMatchObject({ value: 12.3456, unit: 'kV', decimals: 3 });
    expect(pinView(reading({ value: 3 }))).toMatchObject({ value: 3, unit: 'V', decimals: 4 });
  });
  it('keeps a prefix while the number is at its border', () => {
    expect(pinView(reading({ value: 0.96 }), 0)).toMatchObject({ unit: 'V' });
    expect(pinView(reading({ value: 0.96 }), -3)).toMatchObject({ value: 960, unit: 'mV' });
  });
  it('draws chosen decimals in the unit as it is written', () => {
    expect(pinView(reading({ value: 0.0021 }, { decimals: 3 }))).toMatchObject({
      value: 0.0021,
      unit: 'V',
      decimals: 3,
    });
  });
  it('takes another unit as it is, and a whole number without decimals', () => {
    expect(pinView(reading({ value: 21.5 }, { unit: '°C' }))).toMatchObject({
      value: 21.5,
      unit: '°C',
      decimals: 3,
    });
    expect(pinView(reading({ value: 16 }, { unit: '' }))).toMatchObject({ value: 16, decimals: 0 });
    expect(pinView(reading({ value: 2500 }, { unit: 'rpm' }))).toMatchObject({ value: 2500, unit: 'rpm' });
  });
  it('multiplies by the scale, without binary noise', () => {
    expect(pinView(reading({ value: 0.1 }, { scale: 3, decimals: 2 })).value).toBe(0.3);
    expect(pinView(reading({ value: -5 }, { scale: 1000 }))).toMatchObject({ value: -5, unit: 'kV' });
  });
  it('has words for what is no number, and no number for it', () => {
    expect(pinView(reading({ text: 'CV' }))).toMatchObject({ value: null, word: 'CV', unit: '' });
    expect(pinView(reading({ overload: true }))).toMatchObject({ value: null, word: 'overload', unit: 'V' });
    expect(pinView(reading({ value: 1e300 }, { scale: 1e300 }))).toMatchObject({
      value: null,
      word: 'too large',
    });
    expect(pinView(reading())).toMatchObject({ value: null, word: null });
  });
  it('sets what is long as text', () => {
    expect(isLong(pinView(reading({ text: 'CONSTANT' })))).toBe(false);
    expect(isLong(pinView(reading({ text: 'x'.repeat(200) })))).toBe(true);
    expect(isLong(pinView(reading({ text: '' })))).toBe(true);
  });
});
