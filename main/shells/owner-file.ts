import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { Fault } from '#shared/faults.ts';

/** Windows keeps owners in access lists, not in mode bits: there, the profile folder itself is the fence. */
const hasModes = process.platform !== 'win32';
/** No file of this kind is larger; bytes. */
const maxBytes = 4096;

/**
 * Reads a small file that its owner alone may read; null when there is none. Throws FOLDER_UNWRITABLE when others could read
 * or change it (then what it says is no secret, or not ours), when it is a link, or when it cannot be read.
 */
export async function readOwnerFile(file: string): Promise<string | null> {
  let handle: FileHandle;
  try {
    handle = await open(file, constants.O_RDONLY | (hasModes ? constants.O_NOFOLLOW : 0));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Fault('FOLDER_UNWRITABLE', `${file} cannot be read.`, { cause });
  }
  try {
    const { mode, uid } = await handle.stat();
    const mine = process.getuid === undefined || uid === process.getuid() || process.getuid() === 0;
    if (hasModes && (!mine || (mode & 0o077) !== 0))
      throw new Fault('FOLDER_UNWRITABLE', `${file} can be read or changed by other users.`, {
        remedy: 'Remove it. If it holds a token, make all tokens void with lablink logout first.',
        details: { mode: (mode & 0o777).toString(8) },
      });
    const buffer = Buffer.alloc(maxBytes);
    const { bytesRead } = await handle.read(buffer, 0, maxBytes, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Writes such a file: whole, or not at all. Throws FOLDER_UNWRITABLE. */
export async function writeOwnerFile(file: string, text: string): Promise<void> {
  const fresh = `${file}.${randomBytes(6).toString('hex')}.new`;
  try {
    const handle = await open(fresh, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(fresh, file);
  } catch (cause) {
    await rm(fresh, { force: true }).catch(() => undefined);
    throw new Fault('FOLDER_UNWRITABLE', `${file} cannot be written.`, { cause });
  }
}
