import { expect, test } from 'vitest';
import { doubtsOf } from './doubts.ts';

const machine = {
  cpu: 'A 1',
  cores: 2,
  memory: 8 * 2 ** 30,
  platform: 'linux x64',
  node: 'v24.1.0',
  version: '1.0.0',
};
const side = { machine, load: '5 instruments' };

test('the same machine and load: no doubt, also with another version of the console or a few bytes of memory less', () => {
  expect(
    doubtsOf(side, {
      machine: { ...machine, version: '1.0.1', memory: machine.memory - 5 },
      load: side.load,
    }),
  ).toEqual([]);
});

test.each([
  [{ machine: { ...machine, cpu: 'B 2' } }, 'Another processor: A 1 then, B 2 now.'],
  [{ machine: { ...machine, cores: 4 } }, 'Another number of cores: 2 then, 4 now.'],
  [{ machine: { ...machine, memory: 2 ** 34 } }, 'Another amount of memory: 8 GB then, 16 GB now.'],
  [{ machine: { ...machine, platform: 'win32 x64' } }, 'Another system: linux x64 then, win32 x64 now.'],
  [{ machine: { ...machine, node: 'v24.2.0' } }, 'Another version of Node: v24.1.0 then, v24.2.0 now.'],
  [{ load: 'no instruments' }, 'Another load: 5 instruments then, no instruments now.'],
])('%o is a doubt', (other, doubt) => {
  expect(doubtsOf(side, { ...side, ...other })).toEqual([doubt]);
});
