import { describe, expect, it } from 'vitest';
import { readingName, readingView } from './reading-view.ts';

describe('a reading as it is drawn', () => {
  it('stays in its unit on a supply, with the digits that were sent', () => {
    expect(readingView('voltage', 0.00021, 0.001, { prefixed: false })).toMatchObject({
      value: 0.00021,
      unit: 'V',
      decimals: 5,
    });
    expect(readingView('voltage', 3.3, 0.001, { prefixed: false, seen: 4 }).decimals).toBe(4);
  });
  it('takes the prefix that suits it on a meter', () => {
    expect(readingView('voltage', 0.0123456, 1e-7, { prefixed: true })).toEqual({
      value: 12.3456,
      unit: 'mV',
      decimals: 4,
      word: null,
      power: -3,
    });
    expect(readingView('resistance', 4700, 0.01, { prefixed: false })).toMatchObject({
      value: 4.7,
      unit: 'kΩ',
      decimals: 5,
    });
  });
  it('says overload in words', () => {
    const look = { prefixed: true, before: 6, over: true };
    expect(readingView('resistance', undefined, 0.01, look)).toMatchObject({
      value: null,
      word: 'overload',
      unit: 'MΩ',
    });
  });
  it('is nothing when nothing was measured, or no number', () => {
    for (const value of [undefined, Number.NaN])
      expect(readingView('voltage', value, 0.001, { prefixed: true })).toMatchObject({
        value: null,
        word: null,
      });
  });
  it('calls the voltage of a trace its mean', () => {
    expect(readingName('voltage', true)).toBe('Mean');
    expect(readingName('voltage')).toBe('DC voltage');
  });
});
