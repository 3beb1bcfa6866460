import { expect, it } from 'vitest';
import { actOf } from './keys.ts';
import { nextWindow } from './tabs.ts';

const press = (key: string, rest: Partial<Parameters<typeof actOf>[0]> = {}) =>
  actOf({ key, shift: false, other: false, repeat: false, ...rest });

it('knows its keys', () => {
  expect(press('1')).toEqual({ do: 'tab', tab: 'spans' });
  expect(press('4')).toEqual({ do: 'tab', tab: 'cpu' });
  expect(press('T')).toEqual({ do: 'ten-paths' });
  expect(press('/', { shift: true })).toEqual({ do: 'filter' });
});

it('leaves other keys alone', () => {
  for (const key of ['5', '0', 'Enter', 'p', 'constructor', '']) expect(press(key), key).toBeNull();
  expect(press('e', { other: true })).toBeNull();
  expect(press('e', { shift: true })).toBeNull();
  expect(press('e', { repeat: true })).toBeNull();
});

it('goes round the windows', () => {
  expect(nextWindow('minute')).toBe('tenMinutes');
  expect(nextWindow('session')).toBe('minute');
});
