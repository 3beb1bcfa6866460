import { identityFor, type Signers } from '#main/backups/check/open-backup.ts';
import { signersWith } from '#main/backups/check/signers.ts';
import { type OpenedBackup, openBackup } from '#main/backups/check/verify.ts';
import type { Watching } from '#main/backups/jobs.ts';
import type { BackupKey } from '#shared/contract/backups.ts';
import { Fault } from '#shared/faults.ts';

/** What opens a backup for a restore or a drill. */
export interface Opening extends Watching {
  /** The `.age` file. */
  readonly file: string;
  readonly key: BackupKey;
  readonly signers: Signers;
  /** Fingerprint of the signer, as somebody read it from the identity sheet. */
  readonly signer: string | null;
  /** Go on although it is unsigned, or signed by a key that nobody here knows. */
  readonly override: boolean;
}

/**
 * Decrypts and checks a backup whole, to `to`, and decides whether it may be restored. Rejects with BACKUP_UNSIGNED when nobody here
 * knows who made it and that was not overridden, with BACKUP_DAMAGED when something in it does not hold, and as `openBackup` does.
 */
export async function openToRestore(
  options: Opening,
  to: string,
): Promise<OpenedBackup & { readonly identity: string }> {
  const { file, signal, onProgress, signer, override } = options;
  const identity = await identityFor(file, options.key);
  const opened = await openBackup(
    {
      file,
      key: { identity },
      signers: signersWith(options.signers, signer),
      signal,
      ...(onProgress !== undefined && { onProgress }),
    },
    to,
  );
  const { verdict } = opened;
  if (verdict.signature !== 'ok' && !override)
    throw new Fault(
      'BACKUP_UNSIGNED',
      verdict.signature === 'unsigned'
        ? 'The backup is not signed: nobody says who made it.'
        : 'The backup is signed by a key that is not known here.',
      { details: { signer: verdict.signer } },
    );
  const [problem] = verdict.problems;
  if (verdict.state !== 'verified')
    throw new Fault('BACKUP_DAMAGED', `The backup does not hold: ${problem ?? verdict.state}.`, {
      details: { problems: verdict.problems.length },
    });
  return { ...opened, identity };
}
