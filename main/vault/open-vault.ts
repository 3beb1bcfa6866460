import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Fault } from '#shared/faults.ts';
import { createSecretFile, readSecretFile } from './key-file.ts';
import { dataKeyLength, vaultOver } from './seal.ts';
import type { Keyring, Vault } from './vault.ts';

/** A vault, and where its key lies: in the platform's keyring (wrapped), or in an owner-only file. */
export interface OpenedVault extends Vault {
  readonly keptIn: 'keyring' | 'file';
}

export interface VaultOptions {
  /** The data folder. */
  readonly folder: string;
  readonly keyring: Keyring | null;
  /**
   * True when nothing can have been sealed yet (no database, or no account in it). Otherwise a missing key is a
   * fault: a new one would open nothing that the old one sealed, and would hide that it is gone.
   */
  readonly mayCreate: boolean;
}

async function unwrap(keyring: Keyring, wrapped: Uint8Array): Promise<Uint8Array> {
  try {
    return await keyring.unwrap(wrapped);
  } catch (cause) {
    throw new Fault('VAULT_FAILED', 'The keyring of this PC did not give out the key of the console.', {
      remedy: "Unlock the desktop's keyring, or sign in to this PC as the user who set the console up.",
      cause,
    });
  }
}

/**
 * Opens the vault of a data folder. `vault.wrapped` is used where it exists and `vault.key` otherwise, so that a folder which
 * was begun without a keyring goes on working with one. Throws VAULT_FAILED, FOLDER_UNWRITABLE.
 */
export async function openVault({ folder, keyring, mayCreate }: VaultOptions): Promise<OpenedVault> {
  const wrappedFile = join(folder, 'vault.wrapped');
  const keyFile = join(folder, 'vault.key');

  const wrapped = await readSecretFile(wrappedFile);
  if (wrapped !== null && keyring !== null)
    return { ...vaultOver(await unwrap(keyring, wrapped)), keptIn: 'keyring' };

  const plain = await readSecretFile(keyFile);
  if (plain !== null) return { ...vaultOver(plain), keptIn: 'file' };

  if (wrapped !== null)
    throw new Fault('VAULT_FAILED', "The key of this data folder is kept by the desktop's keyring.", {
      remedy: 'Start the console as the desktop application, as the user who set it up.',
    });
  if (!mayCreate)
    throw new Fault('VAULT_FAILED', 'The key of this PC is missing from the data folder.', {
      remedy:
        'Put vault.key (or vault.wrapped) back from where the data folder was copied, or restore a backup.',
    });

  const key = Uint8Array.from(randomBytes(dataKeyLength));
  if (keyring === null) {
    await createSecretFile(keyFile, key);
    return { ...vaultOver(key), keptIn: 'file' };
  }
  const sealed = await keyring.wrap(key).catch((cause: unknown) => {
    throw new Fault('VAULT_FAILED', 'The keyring of this PC did not take the key of the console.', {
      remedy: "Unlock the desktop's keyring, then start the console again.",
      cause,
    });
  });
  await createSecretFile(wrappedFile, sealed);
  return { ...vaultOver(key), keptIn: 'keyring' };
}
