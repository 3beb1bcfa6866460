import { expect, test } from 'vitest';
import { signOf } from './decimal-choice.ts';

test.each([
  ['en-US', '.'],
  ['de-DE', ','],
  ['de-CH', '.'],
  ['fr-FR', ','],
  ['sv', ','],
  ['ja', '.'],
  // A sign of its own, which nobody types on this bench.
  ['ar-EG', '.'],
  ['no language', '.'],
])('%s writes %s', (language, sign) => {
  expect(signOf(language)).toBe(sign);
});
