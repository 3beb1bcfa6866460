import { createPrivateKey, createPublicKey, generateKeyPairSync, hash, sign, verify } from 'node:crypto';

/** Bytes of a public key. source: RFC 8032, 5.1.5. */
const publicKeyLength = 32;
/** What stands before the 32 bytes in a SubjectPublicKeyInfo. source: RFC 8410, 4 and 10.1. */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');

/** A new Ed25519 key: the raw public key, and the private key as PKCS #8. */
export function newSigningKey(): { readonly publicKey: Uint8Array; readonly privateKey: Uint8Array } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  return {
    publicKey: Uint8Array.from(spki.subarray(spkiPrefix.length)),
    privateKey: Uint8Array.from(privateKey.export({ format: 'der', type: 'pkcs8' })),
  };
}

/** The raw public half of a private key in PKCS #8. Throws when it is none. */
export function publicHalfOf(privateKey: Uint8Array): Uint8Array {
  const key = createPublicKey(
    createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' }),
  );
  return Uint8Array.from(key.export({ format: 'der', type: 'spki' }).subarray(spkiPrefix.length));
}

/** Signs with a private key in PKCS #8. 64 bytes. */
export function signWith(privateKey: Uint8Array, bytes: Uint8Array): Uint8Array {
  const key = createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' });
  return Uint8Array.from(sign(null, bytes, key));
}

/** Whether a signature of these bytes was made with the key whose public half this is (raw, base64). Never throws. */
export function verifySignature(publicKey: string, bytes: Uint8Array, signature: Uint8Array): boolean {
  const raw = Buffer.from(publicKey, 'base64');
  if (raw.length !== publicKeyLength || raw.toString('base64') !== publicKey) return false;
  try {
    const key = createPublicKey({ key: Buffer.concat([spkiPrefix, raw]), format: 'der', type: 'spki' });
    return verify(null, bytes, key, signature);
  } catch {
    // No point of the curve.
    return false;
  }
}

/** How people compare a public key (raw, base64): `ed25519:` and the first 32 hex digits of its SHA-256 in groups of four. */
export function fingerprintOf(publicKey: string): string {
  const digits = hash('sha256', Buffer.from(publicKey, 'base64'), 'hex').slice(0, 32);
  return `ed25519:${digits.match(/.{4}/g)!.join('-')}`;
}
