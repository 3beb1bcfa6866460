import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Vault } from '#main/vault/vault.ts';
import type { StoredCode } from './operations.ts';

/** Crockford's Base32: no I, L, O, U, so nothing on a printed list is mistaken for something else. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Codes on a list. */
const recoveryCount = 10;
/** Characters of a code: 16 of 5 bits are 80 bits. */
const length = 16;

/** A code as it is printed: XXXX-XXXX-XXXX-XXXX. */
function newCode(): string {
  // 256 is a multiple of 32: the remainder of a random byte is even.
  const characters = Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]);
  return characters.join('').replace(/(.{4})(?=.)/g, '$1-');
}

/** Ten new codes, all different. */
export function newRecoveryCodes(): string[] {
  const codes = new Set<string>();
  while (codes.size < recoveryCount) codes.add(newCode());
  return [...codes];
}

/** A code as typed (case, spaces, dashes, O for 0, I and L for 1), or null when it cannot be one. */
export function tidyRecoveryCode(typed: string): string | null {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return code.length === length && Array.from(code).every((character) => alphabet.includes(character))
    ? code
    : null;
}

/** What is stored of a code: its MAC under the vault, bound to the person. A copy of the database cannot test guesses. */
export function recoveryMac(vault: Vault, userId: string, code: string): Uint8Array {
  const tidy = tidyRecoveryCode(code);
  if (tidy === null) throw new TypeError('not a recovery code');
  return vault.mac(`recovery:${userId}`, Buffer.from(tidy, 'ascii'));
}

/** The unused code on the list with this MAC. Looks at every one in constant time. */
export function findRecoveryCode(codes: readonly StoredCode[], mac: Uint8Array): StoredCode | null {
  let found: StoredCode | null = null;
  for (const code of codes) {
    const equal = code.mac.length === mac.length && timingSafeEqual(code.mac, mac);
    if (equal && code.usedAt === null) found = code;
  }
  return found;
}
