import { expect, test } from 'vitest';
import { wrongPhrases } from './catalogues.ts';
import { faultTextsIn } from './core-texts.ts';
import { bareTextIn, phrasesIn } from './phrases.ts';

const source = `
import { t } from '#shared/language/t.ts';
export const line = (n: number) => <p title={t\`Rows\`}>{tx\`\${<b>{t\`\${n} more\`}</b>} of them \`}</p>;
const css = \`\${1}px solid\`;
`;

test('phrases are found where they stand, one inside the other, and other templates are none', () => {
  expect(phrasesIn('x.tsx', source)).toEqual([
    { key: 'Rows', file: 'x.tsx', line: 3 },
    { key: '{0} of them ', file: 'x.tsx', line: 3 },
    { key: '{0} more', file: 'x.tsx', line: 3 },
  ]);
  expect(() => phrasesIn('x.tsx', 'const = 3')).toThrow('x.tsx: ');
});

test('a language has every phrase, with its places and its spaces, and no other', () => {
  const found = phrasesIn('x.tsx', source);
  const whole = { Rows: 'Zeilen', '{0} of them ': '{0} davon ', '{0} more': 'noch {0}' };
  expect(wrongPhrases('de', found, whole)).toEqual([]);
  const { Rows: _, ...lacking } = whole;
  expect(wrongPhrases('de', found, lacking)).toEqual(['de lacks "Rows" (x.tsx:3)']);
  expect(wrongPhrases('de', found, { ...whole, Rows: ' ', Old: 'Alt' })).toEqual([
    'de: "Rows" is empty',
    'de has "Old", which nothing says any more',
  ]);
  expect(wrongPhrases('de', found, { ...whole, '{0} more': 'mehr', '{0} of them ': '{0} davon' })).toEqual([
    'de: "{0} of them " has other spaces at its ends',
    'de: "{0} more" has other places',
  ]);
});

test('text between tags that is no phrase is found; names and signs are none', () => {
  const page = '<p>\n  All rows{" "}<b>LabLink Console</b> · {t`more`}</p>';
  expect(bareTextIn('x.tsx', page)).toEqual([{ key: 'All rows', file: 'x.tsx', line: 1 }]);
});

test('sentences of the core are found in faults and in the fields that hold them, both ways of a choice', () => {
  const core = [
    "throw new Fault('X', lost ? `Port ${n} is gone.` : 'It is shut.', { remedy: how ?? 'Open it again.' });",
    "const end = { why: 'It does not run.', state: 'not a sentence' };",
    "const kind = { why: 'schedule' };",
  ];
  expect(faultTextsIn('x.ts', core.join('\n')).map(({ key, line }) => `${line} ${key}`)).toEqual([
    '1 Port {0} is gone.',
    '1 It is shut.',
    '1 Open it again.',
    '2 It does not run.',
  ]);
});
