import { timingSafeEqual } from 'node:crypto';
import type { Vault } from '#main/vault/vault.ts';
import type { StoredCode } from './operations.ts';
import { grouped, randomCharacters, tidyCharacters } from './paper.ts';

/** Codes on a list. */
const recoveryCount = 10;
/** Characters of a code: 16 of 5 bits are 80 bits. */
const length = 16;

/** Ten new codes, all different, as they are printed: XXXX-XXXX-XXXX-XXXX. */
export function newRecoveryCodes(): string[] {
  const codes = new Set<string>();
  while (codes.size < recoveryCount) codes.add(grouped(randomCharacters(length)));
  return [...codes];
}

/** A code as typed, or null when it cannot be one. */
export const tidyRecoveryCode = (typed: string): string | null => tidyCharacters(typed, length);

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
