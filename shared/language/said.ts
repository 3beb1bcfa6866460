import { decimalSign } from '#shared/quantity/decimal-sign.ts';
import type { Phrases } from './t.ts';

/** A sentence of the core with places, made ready for finding it again in what the core said. */
interface Sentence {
  readonly form: RegExp;
  readonly text: string;
  /** Letters beside its places: the more, the surer it is meant. */
  readonly fixed: number;
}

/** What is longer is no sentence of the core alone, and looking for places in it could hold up the window. */
const longest = 1000;
/** Texts that were looked up lately: the same ones stand on screen again and again. */
const mostKept = 500;
const kept = new Map<string, string>();
let whole: ReadonlyMap<string, string> = new Map();
/** Made ready when the first text that is none of the whole ones is looked up: a window is drawn before that. */
let sentences: readonly Sentence[] | null = null;

/** Speaks the core's texts in this language from now on: what it lacks stays English. For a window, once. */
export function speakForCore(phrases: Phrases): void {
  kept.clear();
  whole = new Map(Object.entries(phrases));
  sentences = null;
}

const madeReady = (): readonly Sentence[] =>
  (sentences ??= [...whole]
    .filter(([key]) => /\{\d\}/u.test(key))
    .map(([key, text]) => ({ form: formOf(key), text, fixed: key.replace(/\{\d\}/gu, '').length }))
    .sort((a, b) => b.fixed - a.fixed));

/** What a sentence looks like once values stand in its places. What stands in a place may be nothing. */
const formOf = (key: string): RegExp =>
  new RegExp(
    `^${key
      .split(/\{\d\}/u)

      .map(escaped)
      .join('(.*?)')}$`,
    'su',
  );
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&');

/**
 * A text that came from the core (a fault, a remedy, a label of a driver), which speaks English, in the language of the window: as a
 * whole, or else as a sentence that it fits. Anything else, and everything in English, comes back as it is.
 */
export function said(text: string): string {
  const own = whole.get(text);
  if (own !== undefined || whole.size === 0 || text.length > longest) return own ?? text;
  const known = kept.get(text);
  if (known !== undefined) return known;
  const found = translated(text);
  if (kept.size >= mostKept) kept.clear();
  kept.set(text, found);
  return found;
}

function translated(text: string): string {
  for (const { form, text: spoken } of madeReady()) {
    const values = form.exec(text)?.slice(1);
    // What stands in a place may be of the core, too.
    if (values !== undefined)
      return spoken.replace(/\{(\d)\}/gu, (_place, at: string) => {
        const value = values[Number(at)] ?? '';
        return quantity.test(value)
          ? value.replace('.', decimalSign())
          : (whole.get(value) ?? translated(value));
      });
  }
  return text;
}

/** A number with its unit, as the core writes it: with a point. A version or an address is none. */
const quantity = /^[+\-−]?\d+\.\d+ (?:%|\p{L}{1,3})$/u;
