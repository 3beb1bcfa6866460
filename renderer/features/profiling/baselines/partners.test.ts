import { expect, it } from 'vitest';
import { baseline } from '#renderer/features/profiling/profiling.fixture.ts';
import { partners } from './partners.ts';
import { loadWords, machineWords, namedNow } from './summary-words.ts';

const live = { ...baseline('a', 'first'), at: 1 };
const later = { ...baseline('b', 'second'), at: 2 };
const paths = baseline('c', 'ten', 'paths');

it('compares like with like, and only a bench at work with the console now', () => {
  const list = [live, later, paths];
  expect(partners(list, live)).toEqual([null, later]);
  expect(partners(list, paths)).toEqual([]);
  expect(partners([{ ...live, at: 3 }, later, { ...baseline('d', 'x'), at: 4 }], later)).toMatchObject([
    null,
    { id: 'd' },
    { id: 'a' },
  ]);
});

it('says what was measured where', () => {
  expect(machineWords(live)).toBe('A processor, 2 cores, 8.0 GB; linux x64; Node 24.1.0; LabLink 0.9.0');
  expect(loadWords(live)).toBe('41 measured, 5 instruments at 10/s');
  expect(loadWords({ measured: 10, load: '' })).toBe('10 measured');
  expect(namedNow('bench', new Date(2026, 10, 24, 14, 32, 7).getTime())).toBe('bench 2026-11-24 14:32');
});
