import fc from 'fast-check';
import { expect, test } from 'vitest';
import { guessableWords, normalPassword, passwordMinLength, passwordTrouble } from './passwords.ts';

test.each([
  ['short', 'Ada', /5 characters/],
  ['eleven char', 'Ada', /11 characters/],
  ['x'.repeat(1025), 'Ada', /more than 1024/],
  ['             ', 'Ada', /nothing but spaces/],
  ['Ada Lovelace', 'ada lovelace', /your name/],
  ['Ada Lovelace1815', 'Ada Lovelace', /your name/],
  ['AdaAdaAdaAda', 'ada', /your name/],
  ['lablink12345', 'Ada', /name of this program/],
  ['Password1234', 'Ada', /"password"/],
  ['ｐａｓｓｗｏｒｄ1234', 'Ada', /"password"/],
  ['abcdefghijkl', 'Ada', /run of characters/],
  ['zyxwvutsrqpo', 'Ada', /run of characters/],
  ['aaaaaaaaaaaa', 'Ada', /run of characters/],
  ['qwe1qwe1qwe1', 'Ada', /repeats/],
  ['121233321123', 'Ada', /different characters/],
])('refuses %j for %s', (password, name, why) => {
  expect(passwordTrouble(name, password)).toMatch(why);
});

test.each([
  'three loose screws',
  'tR4vel-lamp/92kelvin',
  'Überspannung im Keller',
  '示波器的探头在第二个抽屉里吗',
])('takes %j', (password) => {
  expect(passwordTrouble('Ada', password)).toBeNull();
});

test('counts characters, not UTF-16 units: six emoji are not twelve characters', () => {
  expect(passwordTrouble('Ada', '🔧🔌💡🔋📟🧲')).toMatch(/6 characters/);
});

test('one password typed composed or decomposed is one password', () => {
  expect(normalPassword('Scho\u0308ne Gru\u0308\u00dfe')).toBe(normalPassword('Sch\u00f6ne Gr\u00fc\u00dfe'));
});

test('never takes less than the minimum, whatever the characters, and never throws', () => {
  const passwords = fc.string({ unit: 'binary', maxLength: 40 });
  const check = fc.property(passwords, fc.string({ maxLength: 64 }), (password, name) => {
    const taken = passwordTrouble(name, password) === null;
    return !taken || Array.from(normalPassword(password)).length >= passwordMinLength;
  });
  expect(fc.check(check).failed).toBe(false);
});

test('the words of a name count as guessable', () => {
  expect(guessableWords('Ada.Lovelace  King')).toEqual(['ada', 'lovelace', 'king', 'lablink', 'console']);
});
