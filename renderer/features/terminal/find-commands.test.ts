import { expect, it } from 'vitest';
import { list } from './commands.fixture.ts';
import { findCommands } from './find-commands.ts';

const found = (words: string) => findCommands(list, words).map(({ command }) => command.short);

it('finds commands by any of their words', () => {
  expect(found('')).toHaveLength(list.length);
  expect(found('protection')).toEqual(['VOLT:PROT']);
  expect(found('volt asks')).toEqual(['VOLT?', 'MEAS1:VOLT?']);
  expect(found('ON|OFF')).toEqual(['OUTP1']);
  expect(found('SOURce:CURR')).toEqual(['CURR']);
  expect(found('teleport')).toEqual([]);
});
