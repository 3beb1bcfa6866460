import { expect, it } from 'vitest';
import { nextTab } from './next-tab.ts';

it('goes round and round, to both ends, and nowhere by another key', () => {
  expect([nextTab('ArrowRight', 0, 3), nextTab('ArrowRight', 2, 3)]).toEqual([1, 0]);
  expect([nextTab('ArrowLeft', 1, 3), nextTab('ArrowLeft', 0, 3)]).toEqual([0, 2]);
  expect([nextTab('Home', 2, 3), nextTab('End', 0, 3)]).toEqual([0, 2]);
  expect([nextTab('Enter', 0, 3), nextTab('ArrowRight', 0, 0)]).toEqual([null, null]);
});
