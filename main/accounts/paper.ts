import { randomBytes } from 'node:crypto';

/** Crockford's Base32: no I, L, O, U, so nothing on a printed list is mistaken for something else. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Bits that one character holds. */
export const bitsEach = 5;

/** The character of a number of five bits; higher bits do not count. */
export const characterOf = (number: number): string => alphabet[number & 31]!;

/** So many random characters. */
export const randomCharacters = (length: number): string =>
  // 256 is a multiple of 32: every character is as likely as the others.
  Array.from(randomBytes(length), characterOf).join('');

/** Four by four, as it is printed: `XXXX-XXXX`. */
export const grouped = (characters: string): string => characters.replace(/(.{4})(?=.)/g, '$1-');

/**
 * What was copied from paper, without what people change about it (case, spaces, dashes, O for 0, I and L for 1), or null when it
 * is not so many characters of the alphabet.
 */
export function tidyCharacters(typed: string, length: number): string | null {
  const tidy = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return tidy.length === length && Array.from(tidy).every((character) => alphabet.includes(character))
    ? tidy
    : null;
}
