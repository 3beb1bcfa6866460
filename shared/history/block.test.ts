import { expect, test } from 'vitest';
import { blockAt } from './block.ts';

const at = (text: string) => blockAt(new TextEncoder().encode(text));

test('a block is known by its header', () => {
  expect(at('#15HELLO\n')).toEqual({ start: 3, length: 5 });
  expect(at('#800000000')).toEqual({ start: 10, length: 0 });
  expect(at('#0anything\n')).toEqual({ start: 2, length: null });
});

test('what only looks like a header is none', () => {
  for (const text of ['', '#', '#A', '#2', '#21', '#2x5', '#H1F', '5#15HELLO'])
    expect(at(text), text).toBeNull();
});
