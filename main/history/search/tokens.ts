/**
 * What stands in the full-text index. It holds every three characters in a row of what a line says; properties of a line stand in it
 * as three private-use characters, so that words and properties are looked up alike.
 */

/** First characters of the properties that have a number. */
const kinds = { link: '\uE000', operator: '\uE001', instrument: '\uE002', action: '\uE003' } as const;
export type NumberedKind = keyof typeof kinds;
const digit = (value: number): string => String.fromCharCode(0xe100 + value);

/** A link, or a name of `search_name`, by number. */
export const numbered = (kind: NumberedKind, id: number): string =>
  kinds[kind] + digit((id >> 12) & 0xfff) + digit(id & 0xfff);

const flag = (value: number): string => `\uE004\uE100${digit(value)}`;
/** Properties without a number. `long`: of the reply, more is searched than the row carries. */
export const flags = {
  emergency: flag(0),
  person: flag(1),
  poll: flag(2),
  audit: flag(3),
  failed: flag(4),
  long: flag(5),
} as const;

/** Wire times, ms, that a search for slow exchanges can begin with. */
const slowSteps = [20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000] as const;
/** Any three of these in a row are one step: slower exchanges have more of it. */
const slowRun = String.fromCharCode(...Array.from({ length: slowSteps.length + 2 }, (_, at) => 0xe010 + at));

/** What an exchange of this wire time has in the index: nothing where it is quick. */
export function slowTokens(wireMs: number): string | null {
  const steps = slowSteps.filter((step) => wireMs > step).length;
  return steps === 0 ? null : slowRun.slice(0, steps + 2);
}

/** What every exchange slower than this has; null where quick ones are asked for as well. */
export function slowToken(slowerMs: number): string | null {
  const step = slowSteps.findLastIndex((each) => each <= slowerMs);
  return step < 0 ? null : slowRun.slice(step, step + 3);
}

/** Characters that the index does not hold as they are: halves of a pair, private use, and the end of a C string. */
const strange = /[\p{Surrogate}\uE000-\uF8FF\0]/u;
const everyStrange = new RegExp(strange, 'gu');

/** A text as it is indexed: nothing in it looks like a property. */
export const indexable = (text: string): string => text.replaceAll(everyStrange, '\uFFFD');

/** More are not looked up: they find little that the others don't. */
const trigramsMax = 16;

/** The trigrams that a text with these words in it has: nothing where the index cannot tell. */
export function trigramsOf(text: string): readonly string[] {
  const characters = Array.from(text);
  const all = characters
    .slice(2)
    .map((_, at) => characters.slice(at, at + 3).join(''))
    .filter((trigram) => !strange.test(trigram));
  if (all.length <= trigramsMax) return [...new Set(all)];
  const every = all.length / trigramsMax;
  return Array.from({ length: trigramsMax }, (_, at) => all[Math.floor(at * every)]!);
}

/** The readable stretches of long and binary replies, which alone are indexed of them. */
export const readableRuns = (kept: string): string => kept.match(/[ -~]{3,}/g)?.join('\n') ?? '';
/** True where a trigram can be in a readable stretch. */
export const isReadable = (trigram: string): boolean => /^[ -~]+$/.test(trigram);
