import { expect, it } from 'vitest';
import { changeNews, sayChanged, saySwitched } from './changed-words.ts';

const at = new Date(2026, 2, 1, 12, 3, 4).getTime();

it('is news until it was seen, and only while it is what the instrument holds', () => {
  expect(changeNews({ state: 'known', changedAt: at }, 0)).toBe(at);
  expect(changeNews({ state: 'known', changedAt: at }, at)).toBeNull();
  expect(changeNews({ state: 'known', changedAt: at + 1 }, at)).toBe(at + 1);
  expect(changeNews({ state: 'pending', changedAt: at }, 0)).toBeNull();
  expect(changeNews({ state: 'unknown', changedAt: at }, 0)).toBeNull();
  expect(changeNews({ state: 'known', changedAt: null }, 0)).toBeNull();
  expect(changeNews(undefined, 0)).toBeNull();
});
it('is said with its time', () => {
  expect(sayChanged(at)).toBe('Changed at the instrument 12:03:04');
  expect(sayChanged(null)).toBeNull();
  expect(saySwitched(true, at)).toBe('Switched on at the instrument 12:03:04');
});
