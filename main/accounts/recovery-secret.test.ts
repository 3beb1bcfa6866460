import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { vaultOver } from '#main/vault/seal.ts';
import { newRecoverySecret, recoverySecretMac, sameMac, tidyRecoverySecret } from './recovery-secret.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const tidy = (secret: string): string => secret.replaceAll('-', '');

test('140 random bits and a group that checks them, in groups that can be copied from paper', () => {
  const secrets = Array.from({ length: 500 }, newRecoverySecret);
  expect(new Set(secrets).size).toBe(500);
  for (const secret of secrets) expect(secret).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}$/);
  // Every place takes every character: no place of the 28 is fixed.
  for (let place = 0; place < 32; place++)
    expect(new Set(secrets.map((secret) => tidy(secret)[place])).size).toBe(32);
});

test('it is taken however it is written down', () => {
  const secret = newRecoverySecret();
  const written = secret.toLowerCase().replaceAll('-', ' – ').replaceAll('0', 'o').replaceAll('1', 'l');
  expect(tidyRecoverySecret(` ${written} `)).toBe(tidy(secret));
});

test('any one wrong character, and any two that changed places, are told from a wrong secret', () => {
  const secret = tidy(newRecoverySecret());
  const places = Array.from({ length: secret.length }, (_, place) => place);
  const wrong = places.flatMap((place) =>
    Array.from(alphabet)
      .filter((character) => character !== secret[place])
      .map((character) => secret.slice(0, place) + character + secret.slice(place + 1)),
  );
  expect(new Set(wrong).size).toBe(32 * 31);
  const swapped = places
    .slice(1)
    .map((at) => secret.slice(0, at - 1) + secret[at] + secret[at - 1] + secret.slice(at + 1))
    .filter((other) => other !== secret);
  expect([...wrong, ...swapped].filter((typed) => tidyRecoverySecret(typed) !== null)).toEqual([]);
});

test('what is too short, too long or anything else is none', () => {
  const secret = newRecoverySecret();
  for (const typed of ['', secret.slice(5), `${secret}0`, secret.replace(/^./, 'U')])
    expect(tidyRecoverySecret(typed)).toBeNull();
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (typed) => tidyRecoverySecret(typed) === null));
});

test('every character counts for what is stored, and so does the console', () => {
  const vault = vaultOver(randomBytes(32));
  const secret = newRecoverySecret();
  const mac = recoverySecretMac(vault, secret);
  expect(sameMac(mac, recoverySecretMac(vault, tidy(secret).toLowerCase()))).toBe(true);
  expect(sameMac(mac, recoverySecretMac(vaultOver(randomBytes(32)), secret))).toBe(false);
  expect(sameMac(mac, recoverySecretMac(vault, newRecoverySecret()))).toBe(false);
  for (let byte = 0; byte < mac.length; byte++) {
    const altered = Uint8Array.from(mac);
    altered[byte]! ^= 1;
    expect(sameMac(mac, altered)).toBe(false);
  }
  expect(sameMac(mac, mac.subarray(0, 8))).toBe(false);
  expect(() => recoverySecretMac(vault, 'not a secret')).toThrow(TypeError);
  // The whole of it goes into the MAC, under a label of its own.
  const given: [label: string, message: string][] = [];
  recoverySecretMac(
    {
      ...vault,
      mac(label, message) {
        given.push([label, Buffer.from(message).toString()]);
        return message;
      },
    },
    secret,
  );
  expect(given).toEqual([['recovery-secret', tidy(secret)]]);
});
