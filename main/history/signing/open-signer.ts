import type { Database } from '#main/database/operations.ts';
import type { Vault } from '#main/vault/vault.ts';
import { fingerprintOf, newSigningKey, publicHalfOf, signWith } from './keys.ts';
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

/** The signer of this console, which also knows what it signed with before. */
export interface OwnSigner extends Signer {
  /**
   * Public keys (raw, base64) whose private halves this vault opens. A key that somebody wrote into the database is not among them,
   * since only the vault can seal.
   */
  readonly own: readonly string[];
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** Whether the private half opens, and belongs to the public one. */
function isOwn({ publicKey, sealed }: StoredSigningKey, vault: Pick<Vault, 'open'>): boolean {
  try {
    const key = vault.open(signingLabel, sealed);
    const half = publicHalfOf(key);
    key.fill(0);
    return base64(half) === base64(publicKey);
  } catch {
    // Sealed by nobody, or by another PC.
    return false;
  }
}

/** Opens the key of this console, and makes it where there is none. Rejects with VAULT_FAILED and what the database says. */
export async function openSigner(
  database: Database<typeof signingWrites, typeof signingReads>,
  vault: Pick<Vault, 'seal' | 'open'>,
): Promise<OwnSigner> {
  const stored = (await database.read('signingKey', null)) ?? (await made(database, vault));
  const publicKey = base64(stored.publicKey);
  // Opened now, so that a key of another PC is said at the start and not at the first backup.
  vault.open(signingLabel, stored.sealed).fill(0);
  const keys = await database.read('signingKeys', null);
  return {
    publicKey,
    fingerprint: fingerprintOf(publicKey),
    own: keys.filter((key) => isOwn(key, vault)).map((key) => base64(key.publicKey)),
    // Async for its callers: a vault that does not open rejects, and never throws at once.
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
