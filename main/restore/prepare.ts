import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFile, syncFolder } from '#main/folder/sync.ts';
import { fileFault } from '#main/folder/new-file.ts';
import { dataKeyLength, vaultOver } from '#main/vault/seal.ts';
import type { Vault } from '#main/vault/vault.ts';
import { type BackupVerdict, type RestorePart, restoreParts } from '#shared/contract/backups.ts';
import { Fault } from '#shared/faults.ts';
import { adopt } from './adopt.ts';
import { cancelled } from '#main/backups/jobs.ts';
import { movesOf } from './moves.ts';
import { type Opening, openToRestore } from './opening.ts';
import { partFiles } from './parts.ts';
import { incomingOf, makeStaging, type Plan, removeStaging, stagingOf, takenOf, writePlan } from './plan.ts';

export interface PrepareOptions extends Opening {
  /** The data folder to restore into; the caller holds its lock. */
  readonly folder: string;
  readonly parts: readonly RestorePart[];
  /** Seals what comes from the backup. Null: it cannot be opened, so a restore of everything brings a new key along. */
  readonly vault: Vault | null;
  /** Makes a backup of what is here now, before anything can take effect. Answers with its name, or null where none can be made. */
  readonly safety: () => Promise<string | null>;
}

export interface Prepared {
  readonly verdict: BackupVerdict;
  readonly safety: string | null;
}

const pad = (value: number, digits = 2): string => String(value).padStart(digits, '0');
function beforeName(at: number): string {
  const when = new Date(at);
  const day = `${when.getFullYear()}${pad(when.getMonth() + 1)}${pad(when.getDate())}`;
  return `before-restore-${day}-${pad(when.getHours())}${pad(when.getMinutes())}${pad(when.getSeconds())}`;
}

/** The vault that seals from now on, and the key to bring along where it is a new one. */
function sealing(
  vault: Vault | null,
  parts: readonly RestorePart[],
): { vault: Vault; key: Uint8Array | null } {
  if (vault !== null) return { vault, key: null };
  if (parts.length < restoreParts.length)
    throw new Fault(
      'VAULT_FAILED',
      'The key of this PC cannot be read, so nothing that stays here would open.',
      {
        remedy: 'Restore everything: a new key is made then.',
      },
    );
  const key = crypto.getRandomValues(new Uint8Array(dataKeyLength));
  return { vault: vaultOver(key), key };
}

/**
 * Prepares a restore: decrypts and checks the backup whole, seals its secrets with this PC's key, makes a safety backup, and marks it
 * as ready; it takes effect at the next start (`applyRestore`). Nothing of the data folder is touched before that, and what does not
 * get so far leaves nothing. Rejects with BACKUP_KEY_WRONG, BACKUP_DAMAGED, BACKUP_ALTERED, BACKUP_UNSIGNED, BACKUP_NEWER, DISK_FULL,
 * CANCELLED, and with what `safety` rejects with.
 */
export async function prepareRestore(options: PrepareOptions): Promise<Prepared> {
  const { folder, signal, safety } = options;
  const parts = restoreParts.filter((part) => options.parts.includes(part));
  const { vault, key } = sealing(options.vault, parts);
  const id = randomUUID();
  const at = Date.now();
  try {
    await makeStaging(folder);
    const plain = join(stagingOf(folder), 'plain.db');
    const opened = await openToRestore(options, plain);
    const { verdict } = opened;
    const about = {
      host: verdict.host,
      version: verdict.version,
      signature: verdict.signature,
      signer: verdict.signer,
      override: verdict.signature !== 'ok',
    };
    const to = incomingOf(folder);
    const wanted = parts.flatMap((part) => partFiles[part]);
    const row = { id, at, madeAt: verdict.at, parts, about };
    await adopt({ file: plain, identity: opened.identity, vault, row, files: { to, wanted } });
    await rename(plain, parts.includes('history') ? join(to, 'lablink.db') : takenOf(folder));
    if (key !== null) await bringKey(to, key);
    if (signal.aborted) throw cancelled();
    const saved = await safety();
    if (signal.aborted) throw cancelled();
    await syncAll(folder, parts);
    const plan: Plan = {
      format: 1,
      id,
      at,
      from: verdict.at,
      parts,
      about,
      before: beforeName(at),
      moves: movesOf(to, parts, key !== null),
    };
    await writePlan(folder, plan);
    return { verdict, safety: saved };
  } catch (error) {
    // The first reason is the one that counts; what cannot be removed now is removed at the next start.
    await removeStaging(folder).catch(() => undefined);
    throw error instanceof Fault ? error : fileFault(error, folder);
  } finally {
    key?.fill(0);
  }
}

async function bringKey(to: string, key: Uint8Array): Promise<void> {
  await writeFile(join(to, 'vault.key'), key, { mode: 0o600, flag: 'wx' });
  await syncFile(join(to, 'vault.key'));
}

/** Everything is on the disk before the marker is. */
async function syncAll(folder: string, parts: readonly RestorePart[]): Promise<void> {
  const to = incomingOf(folder);
  await syncFile(parts.includes('history') ? join(to, 'lablink.db') : takenOf(folder));
  if (existsSync(join(to, 'transcripts'))) await syncFolder(join(to, 'transcripts'));
  await syncFolder(to);
  await syncFolder(stagingOf(folder));
}

/** Does all of it in a scratch folder of its own that is removed again, and reports what would come back. Rejects like `prepareRestore`. */
export async function drill(options: Opening & { readonly scratch: string }): Promise<BackupVerdict> {
  const { scratch } = options;
  const plain = join(scratch, 'lablink.db');
  try {
    await mkdir(scratch, { recursive: true, mode: 0o700 });
    const opened = await openToRestore(options, plain);
    const row = {
      id: randomUUID(),
      at: Date.now(),
      madeAt: opened.verdict.at,
      parts: restoreParts,
      about: {},
    };
    const vault = vaultOver(crypto.getRandomValues(new Uint8Array(dataKeyLength)));
    const wanted = restoreParts.flatMap((part) => partFiles[part]);
    const { files, people } = await adopt({
      file: plain,
      identity: opened.identity,
      vault,
      row,
      files: { to: scratch, wanted },
    });
    const { verdict } = opened;
    const counts = [
      ...verdict.counts,
      { what: 'recordings and settings that come back', count: files, ok: true, note: null },
      { what: 'authenticators that would open', count: people, ok: true, note: null },
    ];
    return { ...verdict, counts: counts.slice(0, 30) };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
