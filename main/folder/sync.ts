import { open } from 'node:fs/promises';

/** Puts the names inside a folder on the disk: without it, a name that is new, or gone, may not be so after a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder, and keeps its names without being asked.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Puts the content of a file on the disk. */
export async function syncFile(file: string): Promise<void> {
  // Windows flushes only what was opened for writing.
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
