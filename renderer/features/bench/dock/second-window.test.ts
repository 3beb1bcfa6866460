import { expect, it } from 'vitest';
import { addressOf, layoutOf } from './second-window.ts';

it('an address names a layout, and nothing that an address could smuggle in', () => {
  const id = '0d6f0d0e-7a52-4c4f-8f53-0c9d0c3c2f11';
  expect(layoutOf(addressOf(id))).toBe(id);
  expect(layoutOf(addressOf(null))).toBe('focus');
  for (const hash of [
    '',
    '#/bench',
    '#/bench/',
    '#/history/x',
    '#/bench/a/b',
    '#/bench/a b',
    `#/bench/${'x'.repeat(65)}`,
  ])
    expect(layoutOf(hash)).toBeNull();
});
