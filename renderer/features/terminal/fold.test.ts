import { expect, it } from 'vitest';
import { folded, isErrorEntry } from './fold.ts';

it('folds what is long, in characters or in lines', () => {
  expect(folded('3.300')).toBeNull();
  expect(folded('A'.repeat(600))).toBeNull();
  expect(folded('A'.repeat(601))).toHaveLength(600);
  expect(folded('A\n'.repeat(30))?.split('\n')).toHaveLength(8);
});

it('knows an entry of the error queue that is an error', () => {
  for (const text of ['-222,"Data out of range"', '+100,"Own"', '-113,"Undefined header;FOO"'])
    expect(isErrorEntry(text)).toBe(true);
  for (const text of ['0,"No error"', '+0,"No error"', '3.3', '1,1', '"-1,a"'])
    expect(isErrorEntry(text)).toBe(false);
});
