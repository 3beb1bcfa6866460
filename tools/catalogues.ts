import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Phrases } from '#shared/language/t.ts';
import { languages } from '#renderer/ui/language.ts';
import { coreTexts } from './core-texts.ts';
import { bareTextIn, inWindow, type PhraseFound, phrasesIn } from './phrases.ts';
import { root } from './steps.ts';

const places = (text: string): string =>
  [...text.matchAll(/\{\d\}/gu)]
    .map(([place]) => place)
    .toSorted()
    .join('');
const edges = (text: string): string => `${/^\s*/u.exec(text)![0]}|${/\s*$/u.exec(text)![0]}`;

/** What is wrong with the phrases of a language, one line each: missing, no longer used, other places, other spaces at the ends. */
export function wrongPhrases(language: string, found: readonly PhraseFound[], spoken: Phrases): string[] {
  const wrong: string[] = [];
  const keys = new Map(found.map(({ key, file, line }) => [key, `${file}:${line}`]));
  for (const [key, at] of keys) {
    const text = spoken[key];
    if (text === undefined) wrong.push(`${language} lacks ${JSON.stringify(key)} (${at})`);
    else if (text.trim() === '' && key.trim() !== '')
      wrong.push(`${language}: ${JSON.stringify(key)} is empty`);
    else if (places(text) !== places(key)) wrong.push(`${language}: ${JSON.stringify(key)} has other places`);
    else if (edges(text) !== edges(key))
      wrong.push(`${language}: ${JSON.stringify(key)} has other spaces at its ends`);
  }
  for (const key of Object.keys(spoken))
    if (!keys.has(key)) wrong.push(`${language} has ${JSON.stringify(key)}, which nothing says any more`);
  return wrong;
}

/** The phrases of a language as they are in its file. */
export const catalogue = (language: string): Phrases =>
  JSON.parse(readFileSync(join(root, `renderer/language/${language}.json`), 'utf8')) as Phrases;

if (import.meta.main) {
  const found = inWindow(phrasesIn);
  const bare = inWindow(bareTextIn).map(
    ({ key, file, line }) => `${JSON.stringify(key)} is no phrase (${file}:${line})`,
  );
  const core = coreTexts();
  const wrong = languages
    .filter((language) => language !== 'en')
    .flatMap((language) => [
      ...wrongPhrases(language, found, catalogue(language)),
      // What is put together from pieces is in it as well: nobody can say that nothing says it.
      ...wrongPhrases(language, core, catalogue(`${language}-core`)).filter(
        (line) => !line.endsWith('any more'),
      ),
    ])
    .concat(bare);
  for (const line of wrong.slice(0, 40)) console.log(line);
  if (wrong.length > 40) console.log(`and ${wrong.length - 40} more`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}
