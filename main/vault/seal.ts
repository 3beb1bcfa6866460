import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { Fault } from '#shared/faults.ts';
import type { Vault } from './vault.ts';

/** Bytes of the data key. */
export const dataKeyLength = 32;
/** First byte of everything sealed. Another layout or cipher gets another number. */
const version = 1;
/** source: NIST SP 800-38D, 8.2.2: 96 random bits; the key may seal 2^32 messages, this vault seals a handful. */
const nonceLength = 12;
const tagLength = 16;

const bound = (label: string): Buffer => Buffer.from(`lablink vault ${version}\0${label}`, 'utf8');

/** One key for each purpose, so that what one of them gives away says nothing about the other. source: RFC 5869. */
const derive = (dataKey: Uint8Array, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', dataKey, '', `lablink/vault/${version}/${purpose}`, 32));

/**
 * The vault over a data key. Sealed bytes are: version (1), nonce (12), tag (16), ciphertext. Throws VAULT_FAILED when the
 * key has another length than 32 bytes.
 */
export function vaultOver(dataKey: Uint8Array): Vault {
  if (dataKey.length !== dataKeyLength)
    throw new Fault(
      'VAULT_FAILED',
      `The key of this PC has ${dataKey.length} bytes instead of ${dataKeyLength}.`,
    );
  // The caller may overwrite its own.
  const own = Uint8Array.from(dataKey);
  const sealKey = derive(dataKey, 'seal');
  const macKey = derive(dataKey, 'mac');

  return {
    seal(label, secret) {
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv('aes-256-gcm', sealKey, nonce, { authTagLength: tagLength });
      cipher.setAAD(bound(label));
      const body = Buffer.concat([cipher.update(secret), cipher.final()]);
      return Uint8Array.from(Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), body]));
    },

    open(label, sealed) {
      if (sealed.length < 1 + nonceLength + tagLength || sealed[0] !== version)
        throw new Fault('VAULT_FAILED', 'A sealed secret does not have the expected form.');
      const nonce = sealed.subarray(1, 1 + nonceLength);
      const tag = sealed.subarray(1 + nonceLength, 1 + nonceLength + tagLength);
      const decipher = createDecipheriv('aes-256-gcm', sealKey, nonce, { authTagLength: tagLength });
      decipher.setAAD(bound(label));
      decipher.setAuthTag(tag);
      try {
        const body = decipher.update(sealed.subarray(1 + nonceLength + tagLength));
        return Uint8Array.from(Buffer.concat([body, decipher.final()]));
      } catch (cause) {
        throw new Fault(
          'VAULT_FAILED',
          'A sealed secret was altered, or sealed with the key of another PC.',
          {
            cause,
          },
        );
      }
    },

    mac(label, message) {
      const name = Buffer.from(label, 'utf8');
      const length = Buffer.alloc(4);
      length.writeUInt32BE(name.length);
      const hmac = createHmac('sha256', macKey).update(length).update(name).update(message);
      return Uint8Array.from(hmac.digest());
    },

    async exportKey(wrap) {
      const copy = Uint8Array.from(own);
      try {
        return await wrap(copy);
      } finally {
        copy.fill(0);
      }
    },
  };
}
