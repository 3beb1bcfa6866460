import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { vaultOver } from '#main/vault/seal.ts';
import { findRecoveryCode, newRecoveryCodes, recoveryMac, tidyRecoveryCode } from './recovery.ts';

const vault = vaultOver(randomBytes(32));

test('ten different codes of 80 bits, in groups that can be read aloud', () => {
  const codes = newRecoveryCodes();
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
});

test('every character of the alphabet comes up about as often as the others', () => {
  const counts = new Map<string, number>();
  for (let round = 0; round < 200; round++)
    for (const character of newRecoveryCodes().join('').replaceAll('-', ''))
      counts.set(character, (counts.get(character) ?? 0) + 1);
  expect(counts.size).toBe(32);
  // 1,000 expected of each; six standard deviations.
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(190);
});

test('a code is taken however it is written down', () => {
  expect(tidyRecoveryCode('0123-4567-89ab-cdef')).toBe('0123456789ABCDEF');
  expect(tidyRecoveryCode(' o123 4567–89AB cdef ')).toBe('0123456789ABCDEF');
  expect(tidyRecoveryCode('OIL0-0000-0000-0000')).toBe('0110000000000000');
  for (const typed of ['', '0123', '0123-4567-89AB-CDEU', '0123-4567-89AB-CDEF-0'])
    expect(tidyRecoveryCode(typed)).toBeNull();
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (typed) => (tidyRecoveryCode(typed)?.length ?? 16) === 16),
  );
});

test('finds an unused code by its MAC, for its own person alone', () => {
  const codes = newRecoveryCodes();
  const stored = codes.map((code, index) => ({
    number: index + 1,
    mac: recoveryMac(vault, 'ada', code),
    usedAt: index === 4 ? 1 : null,
  }));
  codes.forEach((code, index) => {
    const found = findRecoveryCode(stored, recoveryMac(vault, 'ada', code.toLowerCase()));
    expect(found?.number ?? null).toBe(index === 4 ? null : index + 1);
    expect(findRecoveryCode(stored, recoveryMac(vault, 'bob', code))).toBeNull();
  });
  expect(findRecoveryCode(stored, recoveryMac(vault, 'ada', newRecoveryCodes()[0] ?? ''))).toBeNull();
});
