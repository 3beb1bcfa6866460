import { expect, it } from 'vitest';
import { contract } from '#shared/contract/index.ts';
import { deedWords } from './deed-words.ts';

it('has words for every command of the contract: all of them are recorded', () => {
  const commands = Object.entries(contract).flatMap(([domain, methods]) =>
    Object.entries(methods)
      .filter(([, { kind }]) => kind === 'command')
      .map(([method]) => `${domain}.${method}`),
  );
  expect(commands.filter((command) => deedWords(command) === '')).toEqual([]);
});
