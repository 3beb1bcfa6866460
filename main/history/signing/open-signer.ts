import type { Database } from '#main/database/operations.ts';
import type { Vault } from '#main/vault/vault.ts';
import { fingerprintOf, newSigningKey, signWith } from './keys.ts';
import type { signingReads, signingWrites, StoredSigningKey } from './operations.ts';

/** The label under which the vault seals the private key. */
export const signingLabel = 'signing:1';

/** What signs heads of the history, checkpoints and backups: this console's Ed25519 key. */
export interface Signer {
  /** Raw, base64. */
  readonly publicKey: string;
  /** See `fingerprintOf`. */
  readonly fingerprint: string;
  /** 64 bytes. Rejects with VAULT_FAILED when the vault does not open its key. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** Opens the key of this console, and makes it where there is none. Rejects with VAULT_FAILED and what the database says. */
export async function openSigner(
  database: Database<typeof signingWrites, typeof signingReads>,
  vault: Pick<Vault, 'seal' | 'open'>,
): Promise<Signer> {
  const stored = (await database.read('signingKey', null)) ?? (await made(database, vault));
  const publicKey = Buffer.from(stored.publicKey).toString('base64');
  // Opened now, so that a key of another PC is said at the start and not at the first backup.
  vault.open(signingLabel, stored.sealed).fill(0);
  return {
    publicKey,
    fingerprint: fingerprintOf(publicKey),
    // oxlint-disable-next-line typescript/require-await
    sign: async (bytes) => {
      const key = vault.open(signingLabel, stored.sealed);
      try {
        return signWith(key, bytes);
      } finally {
        key.fill(0);
      }
    },
  };
}

async function made(
  database: Database<typeof signingWrites, typeof signingReads>,
  vault: Pick<Vault, 'seal'>,
): Promise<StoredSigningKey> {
  const { publicKey, privateKey } = newSigningKey();
  const sealed = vault.seal(signingLabel, privateKey);
  privateKey.fill(0);
  return await database.write('keepSigningKey', { publicKey, sealed, at: Date.now() });
}
