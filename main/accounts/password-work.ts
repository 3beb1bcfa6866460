import { compareSync, hashSync } from 'bcryptjs';
import { passwordMinScore } from '#shared/passwords.ts';
import { prehash } from './prehash.ts';

/** Rounds of bcrypt, as a power of two. About 0.3 s a try. */
export const bcryptCost = 12;

/** Says how a stored hash was made; another way gets another prefix. */
const scheme = 'hmac-sha384+bcrypt:';

/** A hash that no password has, as dear to compare as a real one: what an unknown name is checked against. */
const nobody = (cost: number): string => `$2b$${String(cost).padStart(2, '0')}$${'.'.repeat(53)}`;

/** What is stored of a password. Blocks its thread. */
export const hashPassword = (password: string, cost: number): string =>
  scheme + hashSync(prehash(password), cost);

/**
 * Whether the password is the stored one; with null, works as long and says no. Blocks its thread. Throws when the stored hash was
 * made in a way this version does not know.
 */
export function checkPassword(password: string, stored: string | null, cost: number): boolean {
  if (stored === null) return compareSync(prehash(password), nobody(cost)) && false;
  if (!stored.startsWith(scheme)) throw new TypeError('a password hash of an unknown scheme');
  return compareSync(prehash(password), stored.slice(scheme.length));
}

let judge: Promise<(password: string, words: readonly string[]) => number> | undefined;

/** Loaded when it is first asked for: 40 MB of dictionaries that only choosing a password needs. */
async function loadJudge(): Promise<(password: string, words: readonly string[]) => number> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ]);
  const zxcvbn = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
  });
  return (password, words) => zxcvbn.check(password, [...words]).score;
}

/** Whether a password is easy to guess, by zxcvbn with English and common dictionaries and the person's own words. */
export async function isGuessable(password: string, words: readonly string[]): Promise<boolean> {
  judge ??= loadJudge();
  return (await judge)(password, words) < passwordMinScore;
}
