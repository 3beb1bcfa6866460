import { expect, it } from 'vitest';
import { actOf } from './keys.ts';

const press = (key: string, more: Partial<Parameters<typeof actOf>[0]> = {}) =>
  actOf({ key, shift: false, other: false, repeat: false, ...more });

it('does one thing for a key, with Caps Lock as well', () => {
  expect(press('b')).toBe('back-up');
  expect(press('B')).toBe('back-up');
  expect(press('R', { shift: true })).toBe('restore');
  expect(press('r')).toBe('rehearse');
  expect(press('Delete')).toBe('cancel');
});

it('leaves to others what is theirs: shortcuts, keys that are held, Esc', () => {
  expect(press('b', { other: true })).toBeNull();
  expect(press('b', { repeat: true })).toBeNull();
  expect(press('B', { shift: true })).toBeNull();
  for (const key of ['Escape', 'Enter', 'constructor', 'F5']) expect(press(key)).toBeNull();
});
