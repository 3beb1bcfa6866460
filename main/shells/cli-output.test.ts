import { expect, test } from 'vitest';
import { table, visible } from './cli-output.ts';

test('what an instrument sends cannot move the cursor, change the title, or turn the text around', () => {
  expect(visible('\u001b]0;owned\u0007')).toBe('\\x1b]0;owned\\x07');
  expect(visible('a\u009b2J\r\u202eb')).toBe('a\\x9b2J\\x0d\\x202eb');
  expect(visible('1.0\t2.0\nΩ µ')).toBe('1.0\t2.0\nΩ µ');
});

test('columns stand below each other', () => {
  expect(
    table([
      ['a', 'bb', 'c'],
      ['longer', '', 'd'],
    ]),
  ).toBe('a       bb  c\nlonger      d\n');
});
