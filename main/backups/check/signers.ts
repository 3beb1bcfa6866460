import { fingerprintOf, verifySignature } from '#main/history/signing/keys.ts';
import type { Signers } from './open-backup.ts';

/** On a PC that knows no signer: a signature can be checked, and whose it is only the identity sheet says. */
export const strangers: Signers = { verifySignature, isKnown: () => false, fingerprint: fingerprintOf };

/** A fingerprint without what people leave out or add when they copy it. */
const tidy = (fingerprint: string): string =>
  fingerprint
    .toLowerCase()
    .replace(/^ed25519:/, '')
    .replaceAll(/[^0-9a-f]/g, '');

/** Those who are known here, and the one whose fingerprint was given. */
export const signersWith = (signers: Signers, given: string | null): Signers => ({
  ...signers,
  isKnown: (key) =>
    signers.isKnown(key) ||
    (given !== null && tidy(given).length === 32 && tidy(given) === tidy(signers.fingerprint(key))),
});
