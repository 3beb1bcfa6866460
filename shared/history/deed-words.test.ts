import { expect, it } from 'vitest';
import { contract } from '#shared/contract/index.ts';
import { deedWords } from './deed-words.ts';

it('has words for every call of the contract that is recorded', () => {
  const commands = Object.entries(contract).flatMap(([domain, methods]) =>
    Object.entries(methods)
      .filter(([, call]) => 'audit' in call && call.audit !== undefined)
      .map(([method]) => `${domain}.${method}`),
  );
  expect(commands.filter((command) => deedWords(command) === '')).toEqual([]);
});
