import { expect, it } from 'vitest';
import { routeOf, routes } from './route.ts';

it('finds the screen an address names, and the bench otherwise', () => {
  expect(routeOf('#/history')).toBe('history');
  expect(routeOf('#/terminal')).toBe('terminal');
  expect(routeOf('#/profiling')).toBe('profiling');
  expect(routeOf('#/sheet')).toBe('sheet');
  for (const hash of ['', '#', '#/', '#/nothing', '#/history/1', '#/bench', '#/bench/some-id'])
    expect(routeOf(hash)).toBe('bench');
});

it('gives every screen a key of its own', () => {
  expect(new Set(routes.map(({ key }) => key)).size).toBe(routes.length);
});
