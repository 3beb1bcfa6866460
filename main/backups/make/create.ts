import { isThere } from '#main/folder/is-there.ts';
import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileFault } from '#main/folder/new-file.ts';
import { syncFolder } from '#main/folder/sync.ts';
import { Fault, faultShape } from '#shared/faults.ts';
import type { Checked, Expected } from '#main/backups/check/read-back.ts';
import { generateIdentity } from '#main/backups/format/age.ts';
import {
  type Manifest,
  manifestBytes,
  manifestFormat,
  type ManifestSigner,
  signManifest,
} from '#main/backups/format/manifest.ts';
import { backupName, identityName, manifestName, partialEnding } from '#main/backups/format/names.ts';
import { cancelled, runJob, type Watching } from '#main/backups/jobs.ts';
import type { TakenFile } from './archive.ts';
import { answering, hangs, patienceMs } from './deadline.ts';
import { requireMounted } from './mounts.ts';
import { lengthOf, requireRoom } from './room.ts';
import { Run, scratchOf } from './run.ts';

/** A folder that a backup is written to. It has to be there: an unplugged stick is not made up for by a folder of that name. */
export interface Destination {
  readonly id: string;
  readonly path: string;
  /** Where its file system began when it was added (`mountOf`); left out or null when nobody knows. */
  readonly mount?: string | null;
}

export interface CreateOptions extends Watching {
  /** The data folder. */
  readonly folder: string;
  /** The live database in it. */
  readonly database: string;
  /** Other files of the data folder that come back with a restore. */
  readonly files: readonly TakenFile[];
  /** The vault's data key, encrypted to these recipients; it becomes `vault.key.age` inside. */
  readonly exportVaultKey: (recipients: readonly string[]) => Promise<Uint8Array>;
  /** Age X25519 recipients; at least one. */
  readonly recipients: readonly string[];
  /** Identities under passphrases, to lie beside the backup; see `wrapIdentity`. */
  readonly wrapped?: readonly Uint8Array[];
  /** Null: the backup stays unsigned. */
  readonly signer: ManifestSigner | null;
  readonly destinations: readonly Destination[];
  readonly why: Manifest['why'];
  readonly version: string;
  readonly host: string;
  /** Bytes that the encrypted file will about have, as the last one had; left out: an eighth of the database. */
  readonly expectedBytes?: number;
  readonly now?: () => number;
}

/** What was made, and where. */
export interface Created {
  /** File name of the backup at each of `places`. */
  readonly name: string;
  readonly manifest: Manifest;
  /** Ids of destinations where it is now, checked. At least one. */
  readonly places: readonly string[];
  readonly failed: readonly { readonly destination: string; readonly why: string }[];
  /** Files that were too long to go along. */
  readonly leftOut: readonly string[];
}

/** One destination on its way. */
interface Place {
  readonly id: string;
  readonly folder: string;
  readonly backup: string;
  readonly partial: string;
}

/** Name of the vault's key among the files inside. */
export const vaultKeyFile = 'vault.key.age';

/**
 * Makes a backup: snapshot, compress, encrypt, write everywhere at once, then read one of them back, decrypt it with a key that exists
 * only for this, check it whole, and compare the others. Only then does it get its name. Rejects with BACKUP_NO_KEY, BACKUP_NO_PLACE,
 * DISK_FULL, BACKUP_FAILED, CANCELLED; then nothing is left that looks like a backup.
 */
export async function createBackup(options: CreateOptions): Promise<Created> {
  const { folder, recipients, destinations, host, now = Date.now } = options;
  if (recipients.length === 0) throw new Fault('BACKUP_NO_KEY', 'There is no key that backups are made for.');
  if (destinations.length === 0) throw new Fault('BACKUP_NO_PLACE', 'There is no destination for backups.');
  const at = now();
  const name = backupName(host, at);
  const failed = new Map<string, string>();
  /** Of these nothing more is asked in this run. */
  const hanging = new Set<string>();
  const dropOut = (id: string, error: unknown): void => {
    failed.set(id, faultShape(error).message);
    if (hangs(error)) hanging.add(id);
  };
  const all = destinations.map(({ id, path }): Place => {
    const backup = join(path, name);
    return { id, folder: path, backup, partial: `${backup}${partialEnding}` };
  });
  const left = (): readonly Place[] => {
    const places = all.filter(({ id }) => !failed.has(id));
    if (places.length > 0) return places;
    throw new Fault('BACKUP_FAILED', [...failed.values()].join(' '));
  };

  const run = await Run.begin(
    folder,
    randomUUID(),
    all.map(({ backup, partial }) => ({ backup, partial, beside: besideOf(backup, options) })),
  ).catch((error: unknown) => {
    throw fileFault(error, scratchOf(folder));
  });
  try {
    await requireFor(options, run.folder);
    const needed = options.expectedBytes ?? Math.ceil((await databaseBytes(options)) / 8);
    for (const { id, path, mount = null } of destinations)
      await answering(requireMounted(path, mount), path)
        .then(() => requireRoom(path, needed))
        .catch((error: unknown) => dropOut(id, fileFault(error, path)));
    const once = await generateIdentity();
    const vaultKey = await options.exportVaultKey(recipients);
    const written = await runJob(
      'write',
      {
        database: options.database,
        snapshot: join(run.folder, 'snapshot.db'),
        files: [...options.files, { name: vaultKeyFile, from: vaultKey }],
        at,
        recipients: [...recipients, once.recipient],
        places: left().map(({ id, folder: place, partial }) => ({ id, folder: place, partial })),
      },
      options,
    );
    for (const { id, trouble, hangs: hung } of written.places) {
      if (trouble !== null) failed.set(id, trouble);
      if (hung) hanging.add(id);
    }
    const { plainBytes, leftOut } = written;
    const file = { name, ...written.file };
    // What was written came back, and is what went in: what is said of it is said of the snapshot.
    const { schema, counts, chain, plain } = await proved(
      left(),
      { file, plain: { bytes: plainBytes, sha256: null } },
      once.identity,
      run,
      options,
      dropOut,
    );
    left();
    const manifest = await signManifest(
      {
        format: manifestFormat,
        version: options.version,
        schema,
        host,
        made_at: at,
        why: options.why,
        file,
        plain,
        counts,
        chain,
        recipients: [...recipients],
      },
      options.signer,
    );
    // From here on it takes milliseconds, and is not broken off: in all places, or not begun.
    if (options.signal.aborted) throw cancelled();
    for (const place of left())
      await answering(named(place, manifest, options), place.folder, patienceMs).catch((error: unknown) =>
        dropOut(place.id, error),
      );
    return {
      name,
      manifest,
      places: left().map(({ id }) => id),
      failed: Array.from(failed, ([destination, why]) => ({ destination, why })),
      leftOut,
    };
  } finally {
    await run.end(new Set(all.filter(({ id }) => hanging.has(id)).map(({ backup }) => backup)));
  }
}

/** What lies beside a backup. */
const besideOf = (backup: string, { wrapped = [] }: CreateOptions): string[] =>
  [manifestName(backup), ...wrapped.map((_each, index) => identityName(backup, index))].flatMap((path) => [
    path,
    `${path}${partialEnding}`,
  ]);

/** The database as it is now, with what is still in its log. */
const databaseBytes = async ({ database }: CreateOptions): Promise<number> =>
  (await lengthOf(database)) + (await lengthOf(`${database}-wal`));

/** Room for the snapshot, and later, in its place, for what is read back. */
async function requireFor(options: CreateOptions, scratch: string): Promise<void> {
  const files = await Promise.all(
    options.files.map(async ({ from }) => (typeof from === 'string' ? await lengthOf(from) : from.length)),
  );
  await requireRoom(scratch, (await databaseBytes(options)) + files.reduce((sum, each) => sum + each, 0));
}

/**
 * Reads one of the files back and checks it whole; the others have to be the same byte for byte. What is not drops out. Answers with
 * what is in it; rejects with BACKUP_FAILED when none holds.
 */
async function proved(
  places: readonly Place[],
  expected: Expected,
  identity: string,
  run: Run,
  watching: Watching,
  dropOut: (id: string, error: unknown) => void,
): Promise<Checked> {
  let whole: Checked | null = null;
  let last: unknown;
  for (const [index, { id, partial: file }] of places.entries())
    try {
      if (whole === null) {
        const to = join(run.folder, `back-${index}.db`);
        const maxBytes = expected.plain.bytes;
        const task = { file, expected, says: null, identities: [identity], to, maxBytes };
        const found = await runJob('check', task, watching);
        await rm(to, { force: true });
        if (found.problems.length > 0)
          throw new Fault('BACKUP_FAILED', `What was written does not hold: ${found.problems.join('; ')}.`, {
            remedy: 'Have the data folder checked: what was backed up has a fault of its own.',
          });
        whole = found;
      } else if ((await runJob('compare', { file }, watching)) !== expected.file.sha256)
        throw new Fault('BACKUP_FAILED', 'What was read back is not what was written.');
    } catch (error) {
      if (watching.signal.aborted) throw cancelled();
      last = error;
      dropOut(id, error);
    }
  if (whole === null) throw unlike(last);
  return whole;
}

/** A new backup that is damaged already was not written as it was said to be: that is a fault of its place. */
function unlike(error: unknown): unknown {
  if (!(error instanceof Fault) || error.code !== 'BACKUP_DAMAGED') return error;
  return new Fault('BACKUP_FAILED', `What was written does not read back as it was. ${error.message}`, {
    remedy:
      'Have the disk of the destination checked, or use another one. What was there before is unchanged.',
    cause: error,
  });
}

/** Puts the manifest and the wrapped identities beside it, and gives the backup its name: the last thing of all. */
async function named(place: Place, manifest: Manifest, options: CreateOptions): Promise<void> {
  try {
    await laidBeside(manifestName(place.backup), manifestBytes(manifest));
    for (const [index, bytes] of (options.wrapped ?? []).entries())
      await laidBeside(identityName(place.backup, index), bytes);
    if (await isThere(place.backup))
      throw new Fault('BACKUP_FAILED', 'There is a file of that name already.');
    // Its manifest is there for good before anything has the name of a backup.
    await syncFolder(place.folder);
    await rename(place.partial, place.backup);
    await syncFolder(place.folder);
  } catch (error) {
    throw fileFault(error, place.folder);
  }
}

/** A small file, whole or not there. */
async function laidBeside(path: string, bytes: Uint8Array): Promise<void> {
  const partial = `${path}${partialEnding}`;
  await writeFile(partial, bytes, { flag: 'wx', mode: 0o600, flush: true });
  await rename(partial, path);
}
