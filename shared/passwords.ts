import { t } from '#shared/language/t.ts';
/** The fewest characters a password may have, counted as code points after NFKC. */
export const passwordMinLength = 12;
/** The most characters that are looked at at all. */
const passwordMaxLength = 1024;
/**
 * The fewest points, of zxcvbn's 0 to 4, that a password must reach: "safely unguessable, moderate protection from
 * an offline attack" in its own scale. The window shows them while typing; main judges again.
 */
export const passwordMinScore = 3;

/** The policy as people read it, one rule a line. */
export const passwordPolicy: readonly string[] = [
  t`At least 12 characters; longer is better than more complicated.`,
  t`Several unrelated words make a good one. Spaces and every alphabet are welcome.`,
  t`Not your name, not a pattern such as "abcdefghijkl", and nothing that is easy to guess.`,
];

/** The form that is hashed: the same password typed on another keyboard or system gives the same bytes. */
export const normalPassword = (password: string): string => password.normalize('NFKC');

/** Words that make this person's password guessable; for zxcvbn's second argument. */
export const guessableWords = (name: string): string[] => [
  ...normalPassword(name)
    .toLowerCase()
    .split(/[\s._@-]+/)
    .filter((word) => word !== ''),
  'lablink',
  'console',
];

/** True when each character is the one before it, or all step up or down by one: "aaaa", "abcd", "4321". */
function isRun(characters: readonly string[]): boolean {
  const codes = characters.map((character) => character.codePointAt(0) ?? 0);
  const step = (codes[1] ?? 0) - (codes[0] ?? 0);
  if (Math.abs(step) > 1) return false;
  return codes.every((code, index) => index === 0 || code - (codes[index - 1] ?? 0) === step);
}

/** True when the whole is a piece of at most a third of its length, over and over: "abcabcabcabc". */
function isRepeated(characters: readonly string[]): boolean {
  for (let period = 1; period * 3 <= characters.length; period++)
    if (characters.every((character, index) => index < period || character === characters[index - period]))
      return true;
  return false;
}

/**
 * Why this password cannot be taken, as a sentence for the person; null when the policy has nothing against it.
 * These are the rules that need no dictionary; what is merely guessable is judged beside them (`passwordMinScore`).
 */
export function passwordTrouble(name: string, password: string): string | null {
  const plain = normalPassword(password).toLowerCase();
  const characters = Array.from(plain);
  if (characters.length < passwordMinLength)
    return t`The password has ${characters.length} characters; it needs at least ${passwordMinLength}.`;
  if (characters.length > passwordMaxLength || password.length > passwordMaxLength)
    return t`The password has more than ${passwordMaxLength} characters.`;
  if (plain.trim() === '') return t`The password is nothing but spaces.`;

  // What the name and the best-known words leave must itself be long enough to stand for something.
  for (const [word, what] of [
    [normalPassword(name).toLowerCase().trim(), t`your name`],
    ['lablink', t`the name of this program`],
    ['password', t`the word "password"`],
  ] as const) {
    if (word.length < 3 || !plain.includes(word)) continue;
    if (Array.from(plain.replaceAll(word, '')).length < 8)
      return t`The password is little more than ${what}.`;
  }
  if (isRun(characters)) return t`The password is a simple run of characters.`;
  if (isRepeated(characters)) return t`The password repeats one short piece.`;
  if (new Set(characters).size < 5) return t`The password uses fewer than five different characters.`;
  return null;
}
