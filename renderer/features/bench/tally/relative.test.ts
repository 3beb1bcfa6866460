import { describe, expect, it } from 'vitest';
import { channelState, meterInfo } from '#renderer/features/bench/channel.fixture.ts';
import { nextReference, referenceOf, relativeView } from './relative.ts';

const look = { prefixed: true };

describe('a reading relative to a reference', () => {
  it('is their difference, with the unit and the digits of the reading', () => {
    const { view, reference, reads } = relativeView('voltage', 4.99998, 5.00001, 1e-5, look);
    expect(view).toMatchObject({ unit: 'V', decimals: 5, word: null, power: 0 });
    expect(view.value).toBeCloseTo(-0.00003, 9);
    expect({ reference, reads }).toEqual({ reference: '5.00001 V', reads: '4.99998 V' });
  });
  it('has no more digits than the larger of the two', () => {
    const { view, reference, reads } = relativeView('voltage', 0.005, 5, 1e-5, { ...look, before: -3 });
    expect(view).toMatchObject({ value: -4.995, unit: 'V', decimals: 5 });
    expect({ reference, reads }).toEqual({ reference: '5.00000 V', reads: '0.00500 V' });
    expect(relativeView('resistance', 4700, 4.7, 1e-3, look).view).toMatchObject({
      value: 4.6953,
      unit: 'k\u03a9',
      decimals: 6,
    });
  });
  it('is unknown without a reading, and an overload is one', () => {
    expect(relativeView('voltage', undefined, 5, 1e-5, look)).toMatchObject({
      view: { value: null, word: null },
      reference: '5.00000 V',
      reads: null,
    });
    expect(relativeView('voltage', undefined, 5, 1e-5, { ...look, over: true }).view).toMatchObject({
      value: null,
      word: 'overload',
    });
  });
  it('is of the quantity that the reference is of, and of no other', () => {
    const state = channelState({ reference: { quantity: 'voltage', value: 5 } });
    expect(referenceOf(state, 'voltage')).toBe(5);
    expect(referenceOf(state, 'current')).toBeNull();
    expect(referenceOf(channelState(), 'voltage')).toBeNull();
    expect(referenceOf(undefined, 'voltage')).toBeNull();
  });
  it('begins with what is read, and ends', () => {
    const read = channelState({ readings: { voltage: 5 } });
    expect(nextReference(meterInfo, 'live', read)).toEqual({ quantity: 'voltage', value: 5 });
    const relative = { ...read, reference: { quantity: 'voltage', value: 4 } } as const;
    expect(nextReference(meterInfo, 'stale', relative)).toEqual({ quantity: 'voltage', value: null });
    const over = channelState({ readings: {}, overload: ['voltage'] });
    expect(nextReference(meterInfo, 'live', over), 'no number to compare with').toBeNull();
    expect(nextReference(meterInfo, 'live', { ...over, reference: relative.reference })).toEqual({
      quantity: 'voltage',
      value: null,
    });
    expect(nextReference(meterInfo, 'unknown', relative)).toBeNull();
    expect(nextReference(meterInfo, 'live', channelState({ readings: {} }))).toBeNull();
  });
});
