import { readdirSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isThere } from '#main/folder/is-there.ts';
import { syncFolder } from '#main/folder/sync.ts';
import { z } from '#shared/schema.ts';
import { answering, patienceMs } from './deadline.ts';

/** Where work that nobody needs after a restart is done, in the data folder. */
export const scratchOf = (folder: string): string => join(folder, 'scratch');

const listName = 'files.json';
/** Files that a run makes elsewhere: `partial` goes in any case, `beside` where the backup never got its name. */
const RunFiles = z.strictObject({
  places: z.array(z.strictObject({ backup: z.string(), partial: z.string(), beside: z.array(z.string()) })),
});
type RunFiles = z.infer<typeof RunFiles>;

async function removeFiles({ places }: RunFiles): Promise<void> {
  for (const { backup, partial, beside } of places) {
    await rm(partial, { force: true });
    // Without the file that it belongs to, what lies beside a backup is nothing.
    if (!(await isThere(backup))) for (const path of beside) await rm(path, { force: true });
  }
}

/** One run: a folder for its scratch files, and a list of what it makes elsewhere, so that a killed run is tidied up. */
export class Run {
  readonly folder: string;
  readonly #files: RunFiles;

  private constructor(folder: string, files: RunFiles) {
    this.folder = folder;
    this.#files = files;
  }

  /** Begins a run of this name; the list is on the disk before any of its files is. */
  static async begin(dataFolder: string, name: string, places: RunFiles['places']): Promise<Run> {
    const folder = join(scratchOf(dataFolder), name);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const files = { places };
    const handle = await open(join(folder, listName), 'wx', 0o600);
    try {
      await handle.writeFile(JSON.stringify(files));
      await handle.sync();
    } finally {
      await handle.close();
    }
    // After a power cut the list has to be found, too.
    for (const each of [folder, scratchOf(dataFolder), dataFolder]) await syncFolder(each);
    return new Run(folder, files);
  }

  /**
   * Removes the scratch files, and what the run made elsewhere and did not finish. `untouched`: backups at places that hang; what is
   * there is left to the next start, and so is what cannot be removed within a minute.
   */
  async end(untouched: ReadonlySet<string> = new Set()): Promise<void> {
    let later = false;
    for (const place of this.#files.places) {
      if (untouched.has(place.backup)) later = true;
      else
        await answering(removeFiles({ places: [place] }), dirname(place.backup), patienceMs).catch(
          () => (later = true),
        );
    }
    if (later) await removeAllBut(this.folder, listName);
    else await rm(this.folder, { recursive: true, force: true });
  }
}

/**
 * Removes what runs of a killed console left: scratch files, and unfinished files at destinations that can be reached. Call it once
 * at the start, with the folder locked and before anything runs. What cannot be removed now is tried at the next start.
 */
export async function tidyScratch(dataFolder: string): Promise<void> {
  const scratch = scratchOf(dataFolder);
  for (const name of foldersIn(scratch)) {
    const folder = join(scratch, name);
    const list = await readFile(join(folder, listName), 'utf8').catch(() => null);
    let later = false;
    if (list !== null) {
      const read = RunFiles.safeParse(parsed(list));
      const places = read.success ? read.data.places : [];
      for (const place of places) later = !(await removedAt(place)) || later;
    }
    if (later) await removeAllBut(folder, listName);
    else await rm(folder, { recursive: true, force: true });
  }
}

/** Removes what a run left at one place. False when nobody can look now: a stick that is not in, or a share that hangs, may be there tomorrow. */
async function removedAt(place: RunFiles['places'][number]): Promise<boolean> {
  const folder = dirname(place.backup);
  try {
    if (!(await answering(isThere(folder), folder))) return false;
    await answering(
      removeFiles({ places: [place] }).catch(() => undefined),
      folder,
      patienceMs,
    );
    return true;
  } catch {
    return false;
  }
}

/** Read at once: a run that begins while the rest is tidied is not among them. */
function foldersIn(scratch: string): string[] {
  try {
    return readdirSync(scratch);
  } catch {
    // Nothing has run yet.
    return [];
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Cut short by the kill: then nothing was made elsewhere yet.
    return null;
  }
};

async function removeAllBut(folder: string, kept: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name !== kept) await rm(join(folder, name), { recursive: true, force: true });
}
