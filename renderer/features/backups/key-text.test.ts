import { expect, it } from 'vitest';
import { groupIdentity, identityIn, isIdentity, isRecipient, plainIdentity, shortKey } from './key-text.ts';

const body = 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8GF2TVDW0S3JN54KHCE';
const key = `AGE-SECRET-KEY-1${body}`;

it('knows the form of an identity however it was typed', () => {
  expect(body).toHaveLength(58);
  expect(isIdentity(key)).toBe(true);
  expect(isIdentity(` ${groupIdentity(key).join(' ').toLowerCase()}\n`)).toBe(true);
  expect(plainIdentity(groupIdentity(key).join(' '))).toBe(key);
  for (const wrong of ['', key.slice(0, -1), `${key}Q`, key.replace('Q', 'B'), `x${key}`])
    expect(isIdentity(wrong)).toBe(false);
});

it('finds it in a saved file, and says when there is none', () => {
  expect(identityIn(`# created\n# public key: age1abc\n${key}\n`)).toBe(key);
  expect(identityIn('-----BEGIN AGE ENCRYPTED FILE-----')).toBeNull();
});

it('knows the form of a recipient, and never takes an identity for one', () => {
  expect(isRecipient(`age1${body.toLowerCase()}`)).toBe(true);
  expect(isRecipient(key)).toBe(false);
  expect(shortKey(`age1${body.toLowerCase()}`)).toBe('age1qpzry9…54khce');
});
