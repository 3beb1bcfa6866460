import { expect, it } from 'vitest';
import { passphraseProblem, stepAfter, stepsOf } from './steps.ts';

it('goes from the name to the first backup, and asks only for what is missing', () => {
  const first = stepsOf({ keys: 0, places: 0 });
  expect(first).toEqual(['name', 'keep', 'prove', 'place', 'first']);
  expect(stepsOf({ keys: 0, places: 2 })).not.toContain('place');
  expect(stepsOf({ keys: 1, places: 0 })).toEqual(['name', 'keep', 'prove']);
  expect(stepAfter(first, 'prove')).toBe('place');
  expect(stepAfter(first, 'first')).toBeNull();
});

it('takes no passphrase, or one that was typed twice', () => {
  expect(passphraseProblem('', '')).toBeNull();
  expect(passphraseProblem('seven grey kettles', 'seven grey kettles')).toBeNull();
  expect(passphraseProblem('seven grey kettles', 'seven grey kettle')).toMatch(/not the same/);
  expect(passphraseProblem('short', 'short')).toMatch(/12/);
  expect(passphraseProblem('', 'seven grey kettles')).toMatch(/12/);
});
