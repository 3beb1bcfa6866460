import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signersWith, strangers } from '#main/backups/check/signers.ts';
import { compareBackup, verifyBackup } from '#main/backups/check/verify.ts';
import { lockFolder } from '#main/database/lock.ts';
import { dataFolder, prepareFolder, tidyPath } from '#main/folder/data-folder.ts';
import { applyRestore } from '#main/restore/apply.ts';
import { drill, prepareRestore } from '#main/restore/prepare.ts';
import { openVault } from '#main/vault/open-vault.ts';
import type { BackupKey, BackupVerdict, RestorePart } from '#shared/contract/backups.ts';
import { Fault } from '#shared/faults.ts';
import { isInUse, refuseUsed } from './cli-backup-folder.ts';
import type { Context } from './cli-command.ts';
import { tell } from './cli-output.ts';
import { type Session, withSession } from './cli-session.ts';
import { signInToRestore } from './cli-backup-sign-in.ts';
import { standing } from './cli-sign-in.ts';
import { followed, progressLine } from './cli-work.ts';

/** What a backup is looked at with where no console runs: the file and the key are enough. */
export interface Alone {
  readonly file: string;
  readonly key: BackupKey;
  readonly signer: string | null;
  readonly override: boolean;
  readonly signal: AbortSignal;
}

/** Work that shows how far it is, with a scratch folder that is removed again. */
async function shown<T>(
  work: (onProgress: ReturnType<typeof progressLine>['show'], scratch: string) => Promise<T>,
): Promise<T> {
  const line = progressLine();
  const scratch = await mkdtemp(join(tmpdir(), 'lablink-backup-'));
  try {
    return await work(line.show, scratch);
  } finally {
    line.end();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Decrypts and checks a backup whole; without a key compares its bytes with what its manifest says. */
export const verifyAlone = ({
  file,
  key,
  signer,
  signal,
}: Omit<Alone, 'key' | 'override'> & { readonly key: BackupKey | null }): Promise<BackupVerdict> => {
  const signers = signersWith(strangers, signer);
  return shown((onProgress, scratch) =>
    key === null
      ? compareBackup(file, signers, { signal, onProgress })
      : verifyBackup({ file, key, signers, scratch, signal, onProgress }),
  );
};

/** Restores to a scratch folder, reports what would come back, and removes it again. */
export const drillAlone = (alone: Alone): Promise<BackupVerdict> =>
  shown((onProgress, scratch) =>
    drill({ ...alone, signers: strangers, onProgress, scratch: join(scratch, 'drill') }),
  );

export interface RestoreAlone extends Omit<Alone, 'signal'> {
  readonly parts: readonly RestorePart[];
  readonly to: string | null;
  readonly context: Context;
}

/**
 * Restores where no console runs, and puts it into effect at once. Where there are accounts that can be read, it is asked of them
 * who may; else whoever owns the folder and holds the key may: the folder is theirs anyway.
 */
export async function restoreAlone(options: RestoreAlone): Promise<BackupVerdict> {
  const { to, context, file, key, signer, override, parts } = options;
  const folder = to ?? dataFolder();
  if (to !== null) refuseUsed(to);
  const { signal } = context;
  if (to === null && isInUse(folder)) {
    const asked = await withSession(signal, async (session) => {
      if (!(await hasAccounts(session, signal))) return null;
      await signInToRestore(session, context);
      const stream = session.client.backups.restore(
        { source: { file }, key, signer, override, parts: [...parts] },
        { signal },
      );
      return await followed(stream);
    });
    if (asked !== null) {
      if (asked.safety !== null) tell(`What was here is backed up as ${asked.safety}.`);
      await locked(folder, () => intoEffect(folder));
      return asked.verdict;
    }
  }
  prepareFolder(folder);
  return await locked(folder, async () => {
    const vault = await vaultOf(folder);
    const { verdict } = await shown((onProgress) =>
      prepareRestore({
        folder,
        file,
        key,
        signer,
        override,
        parts,
        vault,
        signal,
        onProgress,
        signers: strangers,
        // What is replaced stays beside it, in a folder of its own.
        safety: async () => null,
      }),
    );
    await intoEffect(folder);
    return verdict;
  });
}

async function locked<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const lock = lockFolder(folder);
  try {
    return await work();
  } finally {
    lock.release();
  }
}

async function intoEffect(folder: string): Promise<void> {
  const plan = await applyRestore(folder);
  if (plan === null) throw new Fault('BACKUP_FAILED', 'Nothing was prepared.');
  tell(
    `Restored to ${tidyPath(folder)}. What it replaced is in ${plan.before}. Tokens and recovery codes of before are void.`,
  );
}

/** False where nobody has to sign in: no account, or none that can be read. */
async function hasAccounts(session: Session, signal: AbortSignal): Promise<boolean> {
  try {
    return (await standing(session, signal)).phase !== 'first-run';
  } catch (error) {
    if (error instanceof Fault && error.code === 'AUTH_FAILED') return false;
    throw error;
  }
}

/** The vault of the folder; null when its key cannot be read here. */
const vaultOf = (folder: string) =>
  openVault({ folder, keyring: null, mayCreate: !isInUse(folder) }).catch((error: unknown) => {
    if (error instanceof Fault && error.code === 'VAULT_FAILED') return null;
    throw error;
  });
