import { expect, it } from 'vitest';
import { followsNewest } from './follow.ts';

const box = (top: number, height = 1000) => ({ top, height, seen: 400 });

it('follows at the end and near it, and not further up', () => {
  expect(followsNewest(true, 600, box(600))).toBe(true);
  expect(followsNewest(false, 0, box(580))).toBe(true);
  expect(followsNewest(true, 600, box(500))).toBe(false);
  expect(followsNewest(false, 500, box(500))).toBe(false);
});

it('goes on following when what is in the box has grown since it was put there', () => {
  expect(followsNewest(true, 600, box(600, 1400))).toBe(true);
  // Scrolled up before: growing alone brings nobody back.
  expect(followsNewest(false, 600, box(600, 1400))).toBe(false);
});
