import { expect, test } from 'vitest';
import { Adc } from './adc.ts';

const traits = { noise: 0.2e-3, step: 0.1e-3 };
const take = (seed: number, value: number, count: number) => {
  const adc = new Adc(traits, seed);
  return Array.from({ length: count }, () => adc.convert(value));
};

test('the same seed gives the same digits, another one others', () => {
  expect(take(1, 3.3, 50)).toEqual(take(1, 3.3, 50));
  expect(take(1, 3.3, 50)).not.toEqual(take(2, 3.3, 50));
});

test('mean and deviation are as stated, and every reading is a whole count', () => {
  const readings = take(7, 3.3, 20_000);
  const mean = readings.reduce((sum, v) => sum + v, 0) / readings.length;
  const deviation = Math.sqrt(readings.reduce((sum, v) => sum + (v - mean) ** 2, 0) / readings.length);
  expect(Math.abs(mean - 3.3)).toBeLessThan(5e-6);
  expect(deviation).toBeGreaterThan(0.19e-3);
  // The rounding to counts adds a little.
  expect(deviation).toBeLessThan(0.22e-3);
  for (const reading of readings) {
    expect(Math.abs(reading / traits.step - Math.round(reading / traits.step))).toBeLessThan(1e-6);
    expect(Math.abs(reading - 3.3)).toBeLessThan(6 * traits.noise + traits.step);
  }
});

test('zero has no sign', () => {
  expect(take(1, 0, 200).some((v) => Object.is(v, -0))).toBe(false);
});
