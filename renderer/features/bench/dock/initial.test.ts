import { expect, it } from 'vitest';
import { instrument, troubleOf } from './dock.fixture.ts';
import { initialTree } from './initial.ts';
import { groupsOf } from './tree.ts';

const [a, b, c] = [instrument('a'), instrument('b'), instrument('c')];
const names = (...given: Parameters<typeof initialTree>) =>
  groupsOf(initialTree(...given)).map(({ tabs }) =>
    tabs.map(({ shows, of }) => `${shows} ${of.serial}`).join(', '),
  );

it('begins as Focus is: the chosen one with its trend, the others beside it', () => {
  expect(names([a, b, c], 'b')).toEqual(['instrument Sb', 'instrument Sa, instrument Sc', 'trend Sb']);
  expect(names([a], null)).toEqual(['instrument Sa', 'trend Sa']);
  expect(names([instrument('a', { kind: 'function-generator' })], 'a')).toHaveLength(1);
  expect(names([], null)).toEqual(['']);
  for (const desk of [[], [a], [a, b], [a, b, c]]) expect(troubleOf(initialTree(desk, 'b'))).toBeNull();
});
