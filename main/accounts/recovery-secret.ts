import { createHash, timingSafeEqual } from 'node:crypto';
import type { Vault } from '#main/vault/vault.ts';
import { bitsEach, characterOf, grouped, randomCharacters, tidyCharacters } from './paper.ts';

/** Characters that are the secret: 28 of 5 bits are 140 bits. */
const secretLength = 28;
/** Characters that check the others: 20 bits, so one mistake in a million goes unseen. */
const checkLength = 4;
/** Not a secret: it makes the digest one that nothing else computes. */
const domain = 'lablink-console/recovery-secret/v1:';

function checkOf(secret: string): string {
  const digest = createHash('sha256').update(domain).update(secret, 'ascii').digest().readUInt32BE(0);
  return Array.from({ length: checkLength }, (_, place) => characterOf(digest >>> (place * bitsEach))).join(
    '',
  );
}

/** A new recovery secret as it is printed: seven groups of four characters, and an eighth that checks them. */
export function newRecoverySecret(): string {
  const secret = randomCharacters(secretLength);
  return grouped(secret + checkOf(secret));
}

/**
 * A recovery secret as typed, or null when it cannot be one: something is missing, or the last group does not fit the others. Says
 * nothing about whether it is the right one, so nothing is learnt by trying.
 */
export function tidyRecoverySecret(typed: string): string | null {
  const tidy = tidyCharacters(typed, secretLength + checkLength);
  if (tidy === null) return null;
  return tidy.slice(secretLength) === checkOf(tidy.slice(0, secretLength)) ? tidy : null;
}

/** What is stored of it: its MAC under the vault. A copy of the database cannot test guesses. Takes a printed or a tidy one. */
export function recoverySecretMac(vault: Vault, secret: string): Uint8Array {
  const tidy = tidyRecoverySecret(secret);
  if (tidy === null) throw new TypeError('not a recovery secret');
  return vault.mac('recovery-secret', Buffer.from(tidy, 'ascii'));
}

/** Whether two MACs are the same one, in constant time. */
export const sameMac = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && timingSafeEqual(one, other);
