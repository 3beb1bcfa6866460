import { createHmac } from 'node:crypto';
import { compareSync, getRounds } from 'bcryptjs';
import { expect, test } from 'vitest';
import { displayName, nameKey } from './names.ts';
import { bcryptCost, checkPassword, hashPassword, isGuessable } from './password-work.ts';
import { prehash } from './prehash.ts';

const cost = 4;
const bcryptOf = (stored: string) => stored.slice(stored.indexOf('$'));

test('the real cost is 12, and it is in the stored hash', () => {
  expect(bcryptCost).toBe(12);
  expect(getRounds(bcryptOf(hashPassword('three loose screws', bcryptCost)))).toBe(12);
});

test('the stored form is what 0003-password-hashing.md says', () => {
  const stored = hashPassword('three loose screws', cost);
  expect(stored).toMatch(/^hmac-sha384\+bcrypt:\$2b\$04\$.{53}$/);
  const digest = createHmac('sha384', 'lablink-console/password/v1')
    .update('three loose screws')
    .digest('base64');
  expect(digest).toHaveLength(64);
  expect(compareSync(digest, bcryptOf(stored))).toBe(true);
});

test('right is right, wrong is wrong, and two hashes of one password differ', () => {
  const stored = hashPassword('three loose screws', cost);
  expect(checkPassword('three loose screws', stored, cost)).toBe(true);
  expect(checkPassword('three loose screwS', stored, cost)).toBe(false);
  expect(hashPassword('three loose screws', cost)).not.toBe(stored);
});

test('R-20: passwords that differ only after byte 72, or after a NUL, are told apart', () => {
  const long = 'x'.repeat(72);
  expect(checkPassword(`${long}b`, hashPassword(`${long}a`, cost), cost)).toBe(false);
  expect(checkPassword(`${long}a`, hashPassword(`${long}a`, cost), cost)).toBe(true);
  const veryLong = 'é'.repeat(1023);
  expect(checkPassword(`${veryLong}2`, hashPassword(`${veryLong}1`, cost), cost)).toBe(false);
  expect(checkPassword('secret\0two', hashPassword('secret\0one', cost), cost)).toBe(false);
});

test('one password typed composed or decomposed is one password', () => {
  const stored = hashPassword('Sch\u00f6ne Gr\u00fc\u00dfe', cost);
  expect(checkPassword('Scho\u0308ne Gru\u0308\u00dfe', stored, cost)).toBe(true);
});

test('the bare digest of the password, as another program may have leaked it, is of no use', () => {
  expect(prehash('three loose screws')).not.toBe(
    createHmac('sha384', '').update('three loose screws').digest('base64'),
  );
});

test('nobody has no password', () => {
  expect(checkPassword('', null, cost)).toBe(false);
  expect(checkPassword('three loose screws', null, cost)).toBe(false);
});

test('a stored hash of an unknown scheme is not guessed at', () => {
  expect(() => checkPassword('x', '$2b$04$......................', cost)).toThrow('scheme');
});

test('R-19: an unknown name takes as long as a wrong password', () => {
  const stored = hashPassword('three loose screws', 10);
  // Work, not time: what else this computer does is no difference. In turns, so that warming up is none either.
  const work = (hash: string | null): number => {
    const before = process.threadCpuUsage();
    checkPassword('wrong password', hash, 10);
    const { user, system } = process.threadCpuUsage(before);
    return user + system;
  };
  const pairs = Array.from({ length: 9 }, () => [work(null), work(stored)] as const);
  const unknown = Math.min(...pairs.map(([each]) => each));
  const wrong = Math.min(...pairs.map(([, each]) => each));
  expect(unknown / wrong).toBeGreaterThan(0.75);
  expect(unknown / wrong).toBeLessThan(1.33);
});

test('guessable passwords are recognised, the person’s own words among them', async () => {
  expect(await isGuessable('qwertyuiop123', [])).toBe(true);
  expect(await isGuessable('trustno1trustno1', [])).toBe(true);
  expect(await isGuessable('Lovelace1815!', ['lovelace'])).toBe(true);
  expect(await isGuessable('three loose screws', [])).toBe(false);
});

test('names: one person however typed, and nothing invisible', () => {
  expect(nameKey(' ＡＤＡ   Lovelace ')).toBe('ada lovelace');
  expect(displayName(' Ada   Lovelace ')).toBe('Ada Lovelace');
  for (const name of ['Ada\u202eecaL', 'a\u0000b', '\u200b'])
    expect(() => displayName(name)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
});

test.each([
  ['a filler that has no ink', 'A\u3164da'],
  ['the blank of Braille', '\u2800'],
  ['half of a surrogate pair', 'Ada\ud800'],
  ['one character that composing makes 18', '\ufdfa'.repeat(4)],
  ['what the records call the console', ' Ｃonsole '],
  ['what the records call nobody', 'Nobody  signed in'],
  ['what the records call whoever stands at a locked screen', 'Ada (Locked)'],
])('a name is refused that is %s', (_, name) => {
  expect(() => displayName(name)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
});
