import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Files of the data folder that come back with a restore, beside the database. */
const settings = ['bench.json'];
const recordings = 'transcripts';

/**
 * What a backup takes along: names in the data folder (with `/`) and where each is. Not the latch of the emergency stop (a restore
 * must neither set nor reset it), not keys of this PC.
 */
export async function filesToTake(folder: string): Promise<{ name: string; from: string }[]> {
  const taken = await readdir(join(folder, recordings), { withFileTypes: true }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  const names = taken.filter((each) => each.isFile()).map((each) => `${recordings}/${each.name}`);
  return [...settings, ...names].map((name) => ({ name, from: join(folder, ...name.split('/')) }));
}
