/** What was typed, taken apart: words to find by, and a number to set. */
export interface Typed {
  readonly words: readonly string[];
  /** As typed, with its prefix and unit: `1.8`, `500 mA`; null where it ends in no number. */
  readonly quantity: string | null;
  /** All words, the number among them: `output 2` may mean the second output. */
  readonly all: readonly string[];
}

/** A number at the end of the line, with what may follow it; `ch1` is a word. */
const atEnd = /(?:^|\s)([+\u2212-]?(?:\d+[.,]?\d*|[.,]\d+)\s*[^\s\d]{0,6}(?:\d+)?)$/u;

const wordsOf = (text: string): string[] => fold(text).split(/\s+/u).filter(Boolean);

/** Words are compared without case and without accents. */
export const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Takes apart what was typed: `core 1.8` is the word `core` and the number `1.8`. */
export function readTyped(text: string): Typed {
  const trimmed = text.trim();
  const found = atEnd.exec(trimmed);
  const quantity = found?.[1] ?? null;
  const before = found === null ? trimmed : trimmed.slice(0, found.index);
  return { words: wordsOf(before), quantity, all: wordsOf(trimmed) };
}

/**
 * How well words fit a text: null when one of them begins no word of it, else the less the better: words that begin it, in its order,
 * come first.
 */
export function fit(words: readonly string[], text: string): number | null {
  const there = wordsOf(text.replace(/[:,()]/gu, ' '));
  let cost = 0;
  for (const word of words) {
    const at = there.findIndex((each) => each.startsWith(word));
    if (at < 0) return null;
    cost += at + (there[at] === word ? 0 : 0.5);
  }
  return cost;
}
