import { randomBytes } from 'node:crypto';
import { open, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { tidyPath } from '#main/folder/data-folder.ts';
import { type Check, type Finding, notChecked, ok, problem, warning } from './check.ts';

const hasModes = process.platform !== 'win32';

/** What the system said, as a person reads it. */
const said = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);

/** Tries it: mode bits do not know of full disks, read-only file systems or access lists. Null when it worked. */
async function tryWriting(folder: string): Promise<string | null> {
  const file = join(folder, `doctor-${randomBytes(6).toString('hex')}.tmp`);
  try {
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile('tried');
      await handle.sync();
    } finally {
      await handle.close();
      await rm(file, { force: true });
    }
    return null;
  } catch (error) {
    return said(error);
  }
}

/** The nearest folder above that is there. */
async function nearest(folder: string): Promise<string> {
  const parent = dirname(folder);
  const there = await stat(parent).then(
    () => true,
    () => false,
  );
  return there || parent === folder ? parent : nearest(parent);
}

async function missing(folder: string): Promise<Finding> {
  const parent = await nearest(folder);
  const failed = await tryWriting(parent);
  const shown = tidyPath(folder);
  if (failed === null) return ok(`${shown} is not there yet; the first start makes it.`);
  return problem(
    `${shown} is not there, and nothing can be made in ${tidyPath(parent)} (${failed}).`,
    'Set LABLINK_HOME to a folder that you can write.',
  );
}

/** The data folder: there, a folder, its owner's alone, and writable. */
export const folderCheck = (folder: string): Check => ({
  subject: 'Data folder',
  look: async () => {
    const shown = tidyPath(folder);
    const found = await stat(folder).catch((error: NodeJS.ErrnoException) => error);
    if (found instanceof Error)
      return found.code === 'ENOENT'
        ? await missing(folder)
        : problem(
            `${shown} cannot be looked at (${said(found)}).`,
            'Check who owns it, or set LABLINK_HOME to another one.',
          );
    if (!found.isDirectory())
      return problem(`${shown} is not a folder.`, 'Move it away, or set LABLINK_HOME to another place.');
    const failed = await tryWriting(folder);
    if (failed !== null)
      return problem(
        `${shown} cannot be written (${failed}).`,
        'Check who owns it, and whether the disk is full or read-only.',
      );
    if (hasModes && found.uid !== process.getuid?.())
      return warning(
        `${shown} belongs to another user (number ${found.uid}).`,
        'Run the console as the user who owns it, or set LABLINK_HOME to a folder of your own.',
      );
    const mode = found.mode & 0o777;
    if (hasModes && (mode & 0o077) !== 0)
      return warning(
        `${shown} can be entered by other users (mode ${mode.toString(8)}).`,
        `Make it yours alone: chmod 700 ${shown}. The next start does so by itself.`,
      );
    return ok(`${shown} is yours alone and can be written.`);
  },
});

/** The file or folder that is there, of those above this one; for what is asked about its file system. */
export const existing = async (folder: string): Promise<string> =>
  stat(folder).then(
    () => folder,
    () => nearest(folder),
  );

/** The key of the vault: where it is, and whether others could read it. Nothing of it is read. */
export const vaultCheck = (folder: string): Check => ({
  subject: 'Vault key',
  look: async () => {
    for (const [name, place] of [
      ['vault.wrapped', "the desktop's keyring; the wrapped copy is in vault.wrapped"],
      ['vault.key', 'the file vault.key'],
    ] as const) {
      const found = await stat(join(folder, name)).catch((error: NodeJS.ErrnoException) => error);
      if (found instanceof Error) {
        if (found.code === 'ENOENT' || found.code === 'ENOTDIR') continue;
        return problem(`${name} cannot be looked at (${said(found)}).`, 'Check who owns the data folder.');
      }
      const mode = found.mode & 0o777;
      if (hasModes && (mode & 0o077) !== 0)
        return problem(
          `${name} can be read or changed by other users (mode ${mode.toString(8)}), so the console refuses it.`,
          `Make it yours alone: chmod 600 ${tidyPath(join(folder, name))}.`,
        );
      if (name === 'vault.key' && found.size !== 32)
        return problem(
          `vault.key has ${found.size} bytes instead of 32.`,
          'Put it back from where the data folder was copied, or restore a backup.',
        );
      return ok(`It is kept by ${place}.`);
    }
    const database = await stat(join(folder, 'lablink.db')).catch(() => null);
    return database === null
      ? ok('There is none yet; the first start makes it.')
      : notChecked(
          'There is none beside the database.',
          'If accounts exist, put it back from a copy of the folder.',
        );
  },
});
