import { describe, expect, it } from 'vitest';
import { channelState, generatorInfo, loadInfo, meterInfo, supplyInfo } from './channel.fixture.ts';
import { glanceOf, measuredNow, readingOrder } from './glance.ts';
import { kindLooks } from './kinds.ts';

describe('what is drawn of a channel', () => {
  it('large first, the rest small', () => {
    expect(readingOrder(kindLooks['dc-supply'], supplyInfo(1))).toEqual({
      big: ['voltage', 'current'],
      small: ['power'],
    });
    expect(readingOrder(kindLooks['dc-load'], loadInfo).big).toEqual(['current', 'voltage']);
    expect(readingOrder(kindLooks['function-generator'], generatorInfo)).toEqual({ big: [], small: [] });
  });
  it('shows something large of a channel that measures none of the usual', () => {
    const info = { ...supplyInfo(1), readings: [{ quantity: 'power', resolution: 1 } as const] };
    expect(readingOrder(kindLooks['dc-supply'], info).big).toEqual(['power']);
  });
  it('knows what a meter measures by what it read, an overload too', () => {
    expect(measuredNow(meterInfo, channelState({ readings: {}, overload: ['resistance'] }))).toBe(
      'resistance',
    );
    expect(measuredNow(meterInfo, channelState({ readings: {} }))).toBeNull();
    expect(measuredNow(meterInfo, undefined)).toBeNull();
  });
  it('tells the most of each kind', () => {
    const state = channelState({ readings: { resistance: 100 } });
    expect(glanceOf(kindLooks.multimeter, meterInfo, state).readings).toEqual(['resistance']);
    expect(glanceOf(kindLooks['dc-load'], loadInfo, state).readings).toEqual(['current']);
    const generator = glanceOf(kindLooks['function-generator'], generatorInfo, state);
    expect(generator.readings).toEqual([]);
    expect(generator.settings.map(({ point }) => point)).toEqual(['frequency']);
  });
});
