import { expect, it } from 'vitest';
import { channelState, generatorInfo, meterInfo, supplyInfo } from './channel.fixture.ts';
import { copyReadings } from './copy-reading.ts';
import { kindLooks } from './kinds.ts';

it('copies plain numbers in SI units, as a spreadsheet takes them', () => {
  const state = channelState({ readings: { voltage: -1234.5, current: 0.1 + 0.2, power: 1 } });
  expect(copyReadings(kindLooks['dc-supply'], supplyInfo(1), state)).toBe('-1234.5 V\t0.3 A');
});
it('copies the one reading of a meter', () => {
  const state = channelState({ readings: { resistance: 4700 } });
  expect(copyReadings(kindLooks.multimeter, meterInfo, state)).toBe('4700 \u03a9');
});
it('copies nothing that is not known', () => {
  expect(copyReadings(kindLooks['dc-supply'], supplyInfo(1), undefined)).toBeNull();
  expect(copyReadings(kindLooks['dc-supply'], supplyInfo(1), channelState({ readings: {} }))).toBeNull();
  expect(copyReadings(kindLooks.multimeter, meterInfo, channelState({ readings: {} }))).toBeNull();
  const broken = channelState({ readings: { voltage: Number.NaN, current: 1 } });
  expect(copyReadings(kindLooks['dc-supply'], supplyInfo(1), broken)).toBe('1 A');
  expect(copyReadings(kindLooks['function-generator'], generatorInfo, channelState())).toBeNull();
});
