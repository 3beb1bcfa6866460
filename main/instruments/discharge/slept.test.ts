import { afterEach, expect, test, vi } from 'vitest';
import { closeAll } from '#main/instruments/bench.fixture.ts';
import { BatteryDesk } from './battery.fixture.ts';
import { Slept } from './slept.ts';

afterEach(async () => {
  vi.restoreAllMocks();
  await closeAll();
});

test('a sleep is told once; a busy moment and a corrected clock are none', () => {
  const slept = new Slept(1_000_000, 0);
  expect(slept.since(1_000_200, 200)).toBe(false);
  expect(slept.since(1_030_200, 30_200), 'busy').toBe(false);
  expect(slept.since(1_032_400, 30_400), 'corrected').toBe(false);
  expect(slept.since(900_000, 30_600), 'set back').toBe(false);
  expect(slept.since(4_500_000, 30_800)).toBe(true);
  expect(slept.since(4_500_200, 31_000)).toBe(false);
});

test('R-7: a PC that slept unannounced ends the test with the input off: what flowed meanwhile nobody knows', async () => {
  const real = Date.now;
  let ahead = 0;
  vi.spyOn(Date, 'now').mockImplementation(() => real() + ahead);
  const at = await BatteryDesk.open(1);
  await at.start();
  ahead = 3_600_000;
  expect(await at.ended()).toMatchObject({ end: { reason: 'asleep' }, input: 'off' });
  expect(at.bench.load.on).toBe(false);
});
