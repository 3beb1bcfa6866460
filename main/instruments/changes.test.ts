import { expect, test } from 'vitest';
import { Changes } from './changes.ts';

test('a knob that is turned is one change, told when it has stood still for a second', () => {
  const changes = new Changes();
  for (const [now, at] of [
    [3.1, 100],
    [3.2, 600],
    [3.3, 1400],
  ] as const)
    changes.add('voltage', now - 0.1, now, at);
  expect(changes.takeSettled(2399)).toEqual([]);
  expect(changes.takeSettled(2400)).toEqual([{ what: 'voltage', was: 3, now: 3.3, at: 1400 }]);
  expect(changes.takeSettled(9999)).toEqual([]);
});

test('what came back to where it was is no change; other values are their own', () => {
  const changes = new Changes();
  changes.add('output', false, true, 0);
  changes.add('current', 1, 2, 0);
  changes.add('output', true, false, 10);
  expect(changes.takeSettled(5000)).toEqual([{ what: 'current', was: 1, now: 2, at: 0 }]);
});

test('a clock that was set back keeps nothing waiting', () => {
  const changes = new Changes();
  changes.add('voltage', 1, 2, 10_000);
  expect(changes.takeSettled(5000)).toHaveLength(1);
});
