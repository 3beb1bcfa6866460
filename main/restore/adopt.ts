import type { SealedTotp } from '#main/accounts/restored.ts';
import { totpLabel } from '#main/accounts/user-rows.ts';
import { decryptAgeBytes } from '#main/backups/format/age.ts';
import { signingLabel } from '#main/history/signing/open-signer.ts';
import { vaultOver } from '#main/vault/seal.ts';
import type { Vault } from '#main/vault/vault.ts';
import { Fault } from '#shared/faults.ts';
import type { Extraction } from './archive.ts';
import type { SealedKey } from './signing-keys.ts';
import { withRestoreThread } from './join.ts';
import type { RestoredRow } from './restored-rows.ts';

export interface Adoption {
  /** The plain database of the backup. */
  readonly file: string;
  /** Opens the data key that travels inside. */
  readonly identity: string;
  /** Seals from now on. */
  readonly vault: Vault;
  readonly row: Omit<RestoredRow, 'voided'>;
  readonly files: Extraction;
}

/** Opens each with the vault of the backup and seals it with this PC's; what is open in between is overwritten. */
function resealed(from: Vault, to: Vault, label: string, sealed: Uint8Array): Uint8Array {
  const open = from.open(label, sealed);
  try {
    return to.seal(label, open);
  } finally {
    open.fill(0);
  }
}

async function backupVault(wrapped: Uint8Array | null, identity: string): Promise<Vault | null> {
  if (wrapped === null) return null;
  const key = await decryptAgeBytes(wrapped, [identity]);
  try {
    return vaultOver(key);
  } finally {
    key.fill(0);
  }
}

/**
 * Makes the database of a backup this PC's own: brought to this version, its files written out, its secrets sealed anew, what has to
 * be void emptied, its archive dropped. Answers with how many files and authenticators there are. Rejects with BACKUP_DAMAGED,
 * BACKUP_NEWER.
 */
export async function adopt(
  adoption: Adoption,
): Promise<{ readonly files: number; readonly people: number }> {
  const { file, identity, vault, row, files } = adoption;
  try {
    return await withRestoreThread(file, async (call) => {
      await call('own', null);
      const from = await backupVault((await call('dataKey', null)) as Uint8Array | null, identity);
      const totps = (await call('sealed', null)) as readonly SealedTotp[];
      const signing = (await call('signingKeys', null)) as readonly SealedKey[];
      if (from === null && totps.length + signing.length > 0)
        throw new Fault('BACKUP_DAMAGED', 'The key that opens the secrets in the backup is missing from it.');
      const sealed = totps.map(({ id, totpSecret }) => ({
        id,
        totpSecret: resealed(from!, vault, totpLabel(id), totpSecret),
      }));
      const keys = signing.map(({ id, sealed: key }) => ({
        id,
        sealed: resealed(from!, vault, signingLabel, key),
      }));
      const written = (await call('extract', files)) as number;
      await call('adopt', { sealed, keys, row });
      return { files: written, people: sealed.length };
    });
  } catch (error) {
    throw asBackupFault(error);
  }
}

/** What is wrong with the database is wrong with the backup. */
function asBackupFault(error: unknown): unknown {
  if (!(error instanceof Fault)) return error;
  if (error.code === 'DATABASE_NEWER') return new Fault('BACKUP_NEWER', error.message, { cause: error });
  if (error.code === 'VAULT_FAILED' || error.code === 'DATABASE_CORRUPT')
    return new Fault('BACKUP_DAMAGED', `What is in the backup cannot be read: ${error.message}`, {
      cause: error,
    });
  return error;
}
