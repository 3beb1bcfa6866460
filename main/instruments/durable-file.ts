import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Puts the names inside a folder on the disk: without it, a rename may be undone by a power cut. */
async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder, and keeps its names without being asked.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Replaces a file as a whole, for its owner alone: written beside it, synced, renamed over it, folder synced. After a
 * crash there is the old content or the new one, nothing else. Rejects with the system's error; then the old file stands.
 */
export async function writeDurably(path: string, text: string): Promise<void> {
  const beside = join(dirname(path), `.${randomUUID()}.tmp`);
  try {
    const handle = await open(beside, 'wx', 0o600);
    try {
      await handle.writeFile(text, 'utf8');
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Removes a file; it stays removed after a power cut. One that is not there is no error. */
export async function removeDurably(path: string): Promise<void> {
  await rm(path, { force: true });
  await syncFolder(dirname(path));
}

/** Gives a file another name in the same folder, durably. */
export async function renameDurably(path: string, name: string): Promise<void> {
  await rename(path, join(dirname(path), name));
  await syncFolder(dirname(path));
}

/** The code of a system error (`ENOENT`), or null when it is none. */
export const systemCode = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
