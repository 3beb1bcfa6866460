import { describe, expect, it } from 'vitest';
import { moveSelection } from './table-keys.ts';

describe('keys of a table', () => {
  it.each([
    ['ArrowDown', -1, 0],
    ['ArrowDown', 9, 9],
    ['ArrowUp', 0, 0],
    ['ArrowUp', -1, 9],
    ['PageDown', 2, 6],
    ['PageUp', 2, 0],
    ['Home', 5, 0],
    ['End', 5, 9],
    ['x', 5, null],
  ])('%s from %s', (key, at, expected) => expect(moveSelection(key, at, 10, 4)).toBe(expected));
  it('has nowhere to go in an empty table', () => expect(moveSelection('Home', -1, 0, 4)).toBeNull());
});
