/** What stands in the places of a phrase. What is not there leaves its place empty. */
export type PhraseValue = string | number | null | undefined;

/** Phrases of a language by their English keys, see `phraseKey`. */
export type Phrases = Readonly<Record<string, string>>;

/** A phrase in two kinds of parts: text, and the number of the place whose value stands there. */
type Part = string | number;

const spoken = new Map<string, readonly Part[]>();
const keys = new WeakMap<TemplateStringsArray, string>();

/** The key of a phrase: its English text with its places numbered: `{0} of {1}`. */
export const phraseKey = (strings: readonly string[]): string =>
  strings.reduce((key, text, place) => (place === 0 ? text : `${key}{${place - 1}}${text}`), '');

/** Speaks these from now on: what they lack stays English. For a window, once, before anything of it is loaded. */
export function speak(phrases: Phrases): void {
  spoken.clear();
  for (const [key, text] of Object.entries(phrases)) spoken.set(key, partsOf(text));
}

const partsOf = (text: string): readonly Part[] =>
  text.split(/\{(\d)\}/u).map((part, i) => (i % 2 === 0 ? part : Number(part)));

/** The parts of a phrase in the language that is spoken; null where that is English. */
export function spokenParts(strings: TemplateStringsArray): readonly Part[] | null {
  if (spoken.size === 0) return null;
  let key = keys.get(strings);
  if (key === undefined) keys.set(strings, (key = phraseKey(strings)));
  return spoken.get(key) ?? null;
}

/**
 * A phrase in the language of the window, written in English where it is used: t`${n} of ${all} outputs`. `npm run check` holds that every
 * language has every phrase.
 */
export function t(strings: TemplateStringsArray, ...values: readonly PhraseValue[]): string {
  const parts = spokenParts(strings);
  if (parts === null)
    return strings.reduce((text, part, place) => `${text}${values[place - 1] ?? ''}${part}`);
  return parts.map((part) => (typeof part === 'number' ? (values[part] ?? '') : part)).join('');
}
