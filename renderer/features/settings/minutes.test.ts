import { expect, it } from 'vitest';
import { minuteOptions } from './minutes.ts';

it('offers the usual times, and the one that holds now in its place', () => {
  const labels = minuteOptions(7).map(({ label }) => label);
  expect(labels.slice(0, 4)).toEqual(['Never', '2 minutes', '5 minutes', '7 minutes']);
  expect(labels.at(-1)).toBe('8 hours');
  expect(minuteOptions(5).filter(({ value }) => value === '5')).toHaveLength(1);
});
