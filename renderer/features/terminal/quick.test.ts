import { expect, it } from 'vitest';
import { list } from './commands.fixture.ts';
import { firstQuestions, quickMessages } from './quick.ts';

it('offers the usual messages that the driver lists, and no others', () => {
  expect(quickMessages(list).map(({ short }) => short)).toEqual(['*IDN?', 'SYST:ERR?', '*CLS']);
  expect(quickMessages(list.slice(0, 1)).map(({ short }) => short)).toEqual(['*IDN?']);
  expect(quickMessages([])).toEqual([]);
});

it('begins with questions that change nothing', () => {
  const questions = firstQuestions(list);
  expect(questions.map(({ short }) => short)).toEqual(['*IDN?', 'SYST:ERR?', 'VOLT?', 'MEAS1:VOLT?']);
  expect(questions.every(({ does }) => does === 'ask')).toBe(true);
});
