import { expect, test } from 'vitest';
import { languageFor } from './language.ts';

test.each([
  [['de-AT', 'en'], 'de'],
  [['en-GB', 'de'], 'en'],
  [['fr-FR', 'de-DE', 'en'], 'de'],
  [['fr', 'ja'], 'en'],
  [[], 'en'],
] as const)('of %j it speaks %s', (preferred, language) => {
  expect(languageFor('system', preferred)).toBe(language);
});

test('what was chosen counts more than the computer', () => {
  expect(languageFor('de', ['en'])).toBe('de');
  expect(languageFor('en', ['de'])).toBe('en');
});
