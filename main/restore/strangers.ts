import { createHash, verify } from 'node:crypto';
import type { Signers } from '#main/backups/check/open-backup.ts';

/** source: RFC 8410, 4 (SubjectPublicKeyInfo of Ed25519; the 32 bytes of the key follow). */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');

function verifies(publicKey: string, bytes: Uint8Array, signature: Uint8Array): boolean {
  const raw = Buffer.from(publicKey, 'base64');
  if (raw.length !== 32 || signature.length !== 64) return false;
  const key = Buffer.concat([spkiPrefix, raw]);
  return verify(null, bytes, { key, format: 'der', type: 'spki' }, signature);
}

/** On a PC that knows no signer: a signature can be checked, and whose it is only the identity sheet says. */
export const strangers: Signers = {
  verifySignature: verifies,
  isKnown: () => false,
  fingerprint(publicKey) {
    const hex = createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex').slice(0, 32);
    return `ed25519:${hex.replace(/.{4}(?=.)/g, '$& ')}`;
  },
};
