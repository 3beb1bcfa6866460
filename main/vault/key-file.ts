import { constants } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault } from '#shared/faults.ts';

/** Windows keeps owners in access lists, not in mode bits: there, the profile folder itself is the fence. */
const hasModes = process.platform !== 'win32';

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/**
 * Reads a secret file of the data folder; null when there is none. Throws VAULT_FAILED when others than its owner could read or
 * change it (then the secret may have been read already), when it is a link, or when it cannot be read.
 */
export async function readSecretFile(file: string): Promise<Uint8Array | null> {
  let handle: FileHandle;
  try {
    handle = await open(file, constants.O_RDONLY | (hasModes ? constants.O_NOFOLLOW : 0));
  } catch (cause) {
    if (isMissing(cause)) return null;
    throw new Fault('VAULT_FAILED', 'The key of this PC cannot be read.', { cause });
  }
  try {
    const { mode } = await handle.stat();
    if (hasModes && (mode & 0o077) !== 0)
      throw new Fault('VAULT_FAILED', 'The key of this PC can be read or changed by other users.', {
        remedy: `Make it yours alone (chmod 600 ${file}). If others work on this PC, enrol your authenticator again.`,
        details: { mode: (mode & 0o777).toString(8) },
      });
    return Uint8Array.from(await handle.readFile());
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault('VAULT_FAILED', 'The key of this PC cannot be read.', { cause });
  } finally {
    await handle.close();
  }
}

/**
 * Makes a secret file that only its owner can read: whole and on the disk when this resolves, or not there at all.
 * Throws FOLDER_UNWRITABLE. The data folder's lock keeps a second console from doing the same at the same time.
 */
export async function createSecretFile(file: string, secret: Uint8Array): Promise<void> {
  const fresh = `${file}.new`;
  try {
    // A leftover of a start that was killed: it was never used.
    await rm(fresh, { force: true });
    const handle = await open(fresh, 'wx', 0o600);
    try {
      await handle.writeFile(secret);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(fresh, file);
    if (hasModes) {
      const folder = await open(dirname(file), constants.O_RDONLY);
      await folder.sync().finally(() => folder.close());
    }
  } catch (cause) {
    throw new Fault('FOLDER_UNWRITABLE', 'The key of this PC cannot be written.', { cause });
  }
}
