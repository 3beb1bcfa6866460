import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileFault } from '#main/folder/new-file.ts';
import type { BackupKey, BackupVerdict } from '#shared/contract/backups.ts';
import { Fault, type FaultCode } from '#shared/faults.ts';
import { runJob, type Watching } from '#main/backups/jobs.ts';
import { freeBytes, requireRoom } from '#main/backups/make/room.ts';
import type { Inspected } from './inspect.ts';
import { identityFor, type Labelled, readLabel, type Signers } from './open-backup.ts';
import { verdictOf } from './verdict.ts';

export interface VerifyOptions extends Watching {
  /** The `.age` file; its manifest is looked for beside it. */
  readonly file: string;
  readonly key: BackupKey;
  readonly signers: Signers;
  /** A folder for the plain database while it is checked: that of the data folder, or any other with room. */
  readonly scratch: string;
}

/** A backup that has been decrypted and checked. */
export interface OpenedBackup extends Labelled {
  readonly inspected: Inspected;
  readonly verdict: BackupVerdict;
  /** The plain database. */
  readonly database: string;
}

/** Without a manifest a backup may become as long as there is room, and this stays free. */
const keptFree = 256 * 1024 * 1024;

/**
 * Decrypts and checks a backup whole; the plain database is at `to` afterwards (a file that is not there yet). Rejects with
 * BACKUP_UNKNOWN, BACKUP_NEWER, BACKUP_ALTERED, BACKUP_KEY_WRONG, BACKUP_DAMAGED, DISK_FULL, CANCELLED; then `to` is removed. Whether
 * it is signed by somebody known is in the verdict: that is for whoever asked to decide.
 */
export async function openBackup(
  { file, key, signers, signal, ...rest }: Omit<VerifyOptions, 'scratch'>,
  to: string,
): Promise<OpenedBackup> {
  const start = performance.now();
  const label = await readLabel(file, signers);
  const identity = await identityFor(file, key);
  const folder = join(to, '..');
  const free = await freeBytes(folder).catch((error: unknown) => {
    throw fileFault(error, folder);
  });
  await requireRoom(folder, label.manifest?.plain.bytes ?? keptFree);
  try {
    const inspected = await runJob(
      'check',
      {
        file,
        expected: label.manifest,
        says: label.manifest,
        identities: [identity],
        to,
        maxBytes: Math.max(0, free - keptFree),
      },
      { signal, ...rest },
    );
    const verdict = verdictOf(label, inspected, (performance.now() - start) / 1000);
    return { ...label, inspected, verdict, database: to };
  } catch (error) {
    await rm(to, { force: true });
    throw error;
  }
}

/** What is a finding about the backup, and not a reason why it could not be looked at. */
const findings: readonly FaultCode[] = ['BACKUP_DAMAGED', 'BACKUP_ALTERED'];

/**
 * Decrypts and checks a backup whole, and removes what it decrypted. A backup that does not hold is a verdict; rejects with
 * BACKUP_UNKNOWN, BACKUP_NEWER, BACKUP_KEY_WRONG, DISK_FULL, CANCELLED.
 */
export async function verifyBackup({ scratch, ...options }: VerifyOptions): Promise<BackupVerdict> {
  const start = performance.now();
  const folder = join(scratch, randomUUID());
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return (await openBackup(options, join(folder, 'plain.db'))).verdict;
  } catch (error) {
    if (!(error instanceof Fault) || !findings.includes(error.code)) throw fileFault(error, scratch);
    const label = await readLabel(options.file, options.signers).catch(() => null);
    return verdictOf(label, error, (performance.now() - start) / 1000);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Compares the bytes of a backup with what its manifest says, without a key: `unchanged` since it was verified as it was made.
 * Rejects with BACKUP_UNKNOWN, BACKUP_NEWER, CANCELLED.
 */
export async function compareBackup(
  file: string,
  signers: Signers,
  watching: Watching,
): Promise<BackupVerdict> {
  const start = performance.now();
  const seconds = (): number => (performance.now() - start) / 1000;
  let label: Labelled | null = null;
  try {
    label = await readLabel(file, signers);
    if (label.manifest === null)
      throw new Fault(
        'BACKUP_DAMAGED',
        'There is no manifest beside it, so there is nothing to compare it with.',
      );
    const sha256 = await runJob('compare', { file }, watching);
    if (sha256 !== label.manifest.file.sha256)
      throw new Fault('BACKUP_DAMAGED', 'Its bytes are not those that its manifest says.');
    return verdictOf(label, null, seconds());
  } catch (error) {
    if (!(error instanceof Fault) || !findings.includes(error.code)) throw error;
    return verdictOf(label, error, seconds());
  }
}
