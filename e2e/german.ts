import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

const file = (name: string): Record<string, string> =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../renderer/language', name), 'utf8')) as Record<
    string,
    string
  >;
const phrases = file('de.json');
const core = file('de-core.json');

/** What the window says for an English phrase. */
export const de = (key: string): string => {
  const text = phrases[key];
  if (text === undefined) throw new Error(`no German for ${key}`);
  return text;
};

/** Words that are English and nothing else. */
const words =
  /\b(the|of|are|with|this|that|has|have|for|from|which|does|been|yet|nothing|until|your|when|they)\b/iu;

const spoken = Object.entries({ ...core, ...phrases }).filter(([key, text]) => key.trim() !== text.trim());
/** Texts that have another one in German; some are what another English text is called in German (`Name`). */
const germans = new Set(Object.values(phrases).map((text) => text.trim()));
const whole = spoken
  .map(([key]) => key.trim())
  .filter((key) => !/\{\d\}/u.test(key) && /\p{L}{3}/u.test(key) && !germans.has(key));
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&');
const patterns = spoken
  .map(([key]) => key.trim())
  .filter((key) => /\{\d\}/u.test(key) && key.replace(/\{\d\}|[^\p{L}]/gu, '').length >= 9)
  .map(
    (key) =>
      `^${key
        .split(/\{\d\}/u)
        .map(escaped)
        .join('.+')}$`,
  );

/**
 * Everything on the page that is read or heard, and is English: what has a German text and does not show it, and what has an English
 * word in it. What people and instruments have named is theirs: `named` takes it out.
 */
export async function englishOn(page: Page, named: RegExp = /^Console$/u): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const heard = [...document.querySelectorAll('*')].flatMap((element) =>
      ['aria-label', 'title', 'placeholder', 'aria-description', 'aria-valuetext'].map(
        (name) => element.getAttribute(name) ?? '',
      ),
    );
    const read = (document.body.innerText ?? '').split('\n');
    // What stands alone in an element: a line may have several.
    const alone = [...document.querySelectorAll('body *')]
      .filter((element) => element.childElementCount === 0 && !element.closest('script, style, noscript'))
      .map((element) => element.textContent ?? '');
    return [...new Set([...heard, ...read, ...alone].map((text) => text.trim()))].filter(Boolean);
  });
  const known = new Set(whole);
  const forms = patterns.map((pattern) => new RegExp(pattern, 'u'));
  return texts.filter(
    (text) =>
      !named.test(text) && (words.test(text) || known.has(text) || forms.some((form) => form.test(text))),
  );
}
