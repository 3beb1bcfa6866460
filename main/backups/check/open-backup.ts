import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readMigrations } from '#main/database/migrate.ts';
import type { BackupKey, BackupVerdict } from '#shared/contract/backups.ts';
import { Fault } from '#shared/faults.ts';
import { recipientOf } from '#main/backups/format/age.ts';
import { damaged } from '#main/backups/format/damaged.ts';
import { answering, patienceMs } from '#main/backups/make/deadline.ts';
import {
  type Manifest,
  manifestMax,
  readManifest,
  signatureOf,
  type VerifySignature,
} from '#main/backups/format/manifest.ts';
import { identityName, manifestName } from '#main/backups/format/names.ts';
import { unwrapIdentity } from '#main/backups/format/wrapped-identity.ts';

/** Who signs: what checks a signature, and the keys that this PC takes for good. */
export interface Signers {
  readonly verifySignature: VerifySignature;
  /** Does this PC, or whoever asks, know this public key (base64)? */
  readonly isKnown: (publicKey: string) => boolean;
  /** As a person compares it. */
  readonly fingerprint: (publicKey: string) => string;
}

/** What is known of a backup before it is decrypted. */
export interface Labelled {
  readonly file: string;
  /** Null: there is none beside it, so nobody says what it is. */
  readonly manifest: Manifest | null;
  readonly signature: BackupVerdict['signature'];
  readonly signer: string | null;
}

const missing = (path: string): Fault => new Fault('BACKUP_UNKNOWN', `There is no backup at ${path}.`);

async function lengthOf(path: string): Promise<number | null> {
  const stats = await stat(path).catch(() => null);
  return stats?.isFile() === true ? stats.size : null;
}

/**
 * Reads the manifest beside a backup, and checks what can be checked without a key: signature, name, length. Rejects with
 * BACKUP_UNKNOWN, BACKUP_NEWER, BACKUP_ALTERED (it is not what was signed, or belongs to another backup), BACKUP_DAMAGED (its length),
 * FOLDER_UNWRITABLE (its place gave nothing for a minute).
 */
export const readLabel = (file: string, signers: Signers): Promise<Labelled> =>
  answering(labelOf(file, signers), dirname(file), patienceMs);

async function labelOf(file: string, { verifySignature, isKnown, fingerprint }: Signers): Promise<Labelled> {
  const length = await lengthOf(file);
  if (length === null) throw missing(file);
  const path = manifestName(file);
  const manifestLength = await lengthOf(path);
  if (manifestLength === null) return { file, manifest: null, signature: 'unsigned', signer: null };
  if (manifestLength > manifestMax)
    throw new Fault('BACKUP_ALTERED', 'The manifest of the backup is too long to be one.');
  const manifest = readManifest(await readFile(path), readMigrations().length);
  const signed = signatureOf(manifest, verifySignature);
  if (signed === 'wrong')
    throw new Fault('BACKUP_ALTERED', 'The manifest of the backup is not what was signed.');
  if (manifest.file.name !== basename(file))
    throw new Fault(
      'BACKUP_ALTERED',
      `The manifest is of ${manifest.file.name}: this backup was renamed, or has the manifest of another.`,
      {
        remedy: 'Give the file the name that its manifest says, if it was only renamed. Nothing was changed.',
      },
    );
  if (manifest.file.bytes !== length)
    throw damaged(`it has ${length} bytes, and its manifest says ${manifest.file.bytes}`);
  const { signer } = manifest;
  return {
    file,
    manifest,
    signature: signed === 'ok' && !isKnown(signer!) ? 'unknown-signer' : signed,
    signer: signer === null ? null : fingerprint(signer),
  };
}

/** A wrapped identity has some hundred bytes. */
const identityMax = 64 * 1024;
const identitiesMax = 20;

/**
 * The identity that a key means: itself, or the one beside the backup that the passphrase opens. Rejects with BACKUP_KEY_WRONG,
 * BACKUP_DAMAGED (the wrapped identity).
 */
export async function identityFor(file: string, key: BackupKey): Promise<string> {
  if ('identity' in key) {
    await recipientOf(key.identity);
    return key.identity;
  }
  let last: unknown = new Fault(
    'BACKUP_KEY_WRONG',
    'There is no identity under a passphrase beside this backup.',
  );
  for (let index = 0; index < identitiesMax; index++) {
    const path = join(dirname(file), identityName(basename(file), index));
    const length = await lengthOf(path);
    if (length === null || length > identityMax) break;
    try {
      return await unwrapIdentity(await readFile(path), key.passphrase);
    } catch (error) {
      last = error;
    }
  }
  throw last;
}
