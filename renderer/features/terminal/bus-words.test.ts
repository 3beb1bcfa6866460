import { expect, test } from 'vitest';
import { statusWords } from './bus-words.ts';

test.each([
  [0, '0'],
  [1, '1'],
  [16, '16: MAV'],
  [0x50, '80: RQS, MAV'],
  [255, '255: OPER, RQS, ESB, MAV, QUES, EAV'],
])('a status byte of %i says %s', (statusByte, words) => {
  expect(statusWords(statusByte)).toBe(words);
});
