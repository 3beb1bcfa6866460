import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type FileHandle, link, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '#shared/faults.ts';
import { tidyPath } from './data-folder.ts';
import { syncFolder } from './sync.ts';

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
/** File systems without a second name for one file (FAT, some network shares). */
const noLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';

/** DISK_FULL or FOLDER_UNWRITABLE for what the system said while a file was made in a folder. Faults pass as they are. */
export function fileFault(error: unknown, folder: string): Fault {
  if (error instanceof Fault) return error;
  const code = codeOf(error);
  if (full.has(code))
    return new Fault('DISK_FULL', `The disk of ${tidyPath(folder)} is full.`, {
      details: { system: code },
      cause: error,
    });
  return new Fault('FOLDER_UNWRITABLE', `The folder ${tidyPath(folder)} cannot be written: ${code}.`, {
    remedy: 'Check that it is there and who owns it, or choose another folder.',
    details: { system: code },
    cause: error,
  });
}

/** What a file without a name is called. */
const partial = /^\.[\da-f-]{36}\.partial$/;

/** Removes what a process that was killed has left in a folder that only this one writes. What cannot be removed stays. */
export async function removePartials(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => partial.test(each)))
    await rm(join(folder, name), { force: true }).catch(() => undefined);
}

/**
 * A file that gets its name when it is whole: written beside it as `.partial`, synced, then named. There is never half of it, and
 * nothing of that name is overwritten. For its owner alone. Everything rejects with DISK_FULL or FOLDER_UNWRITABLE.
 */
export class NewFile {
  readonly #folder: string;
  readonly #partial: string;
  readonly #handle: FileHandle;
  #closed = false;
  #path: string | null = null;

  private constructor(folder: string, partial: string, handle: FileHandle) {
    this.#folder = folder;
    this.#partial = partial;
    this.#handle = handle;
  }

  /** Begins one. `make`: the folder is made where it is missing (a stick that is not plugged in must not be). */
  static async begin(folder: string, make = true): Promise<NewFile> {
    try {
      if (make) await mkdir(folder, { recursive: true, mode: 0o700 });
      const partial = join(folder, `.${randomUUID()}.partial`);
      return new NewFile(folder, partial, await open(partial, 'wx', 0o600));
    } catch (error) {
      throw fileFault(error, folder);
    }
  }

  async write(bytes: Uint8Array): Promise<void> {
    try {
      let at = 0;
      while (at < bytes.length) at += (await this.#handle.write(bytes, at)).bytesWritten;
    } catch (error) {
      throw fileFault(error, this.#folder);
    }
  }

  /** Syncs it and gives it a name. False when there is something of that name already: then another can be tried. */
  async takeName(name: string): Promise<boolean> {
    const path = join(this.#folder, name);
    try {
      if (!this.#closed) {
        await this.#handle.sync();
        await this.#handle.close();
        this.#closed = true;
      }
      if (!(await this.#named(path))) return false;
      this.#path = path;
      await syncFolder(this.#folder);
      return true;
    } catch (error) {
      throw fileFault(error, this.#folder);
    }
  }

  /** Gives it the first of these names that is free; resolves with it, or rejects with FOLDER_UNWRITABLE where there is none. */
  async name(names: Iterable<string>): Promise<string> {
    for (const name of names) if (await this.takeName(name)) return name;
    throw new Fault('FOLDER_UNWRITABLE', `The folder ${tidyPath(this.#folder)} has files of these names.`);
  }

  async #named(path: string): Promise<boolean> {
    try {
      await link(this.#partial, path);
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      if (!noLinks.has(codeOf(error))) throw error;
      if (existsSync(path)) return false;
      await rename(this.#partial, path);
      return true;
    }
    await rm(this.#partial, { force: true });
    return true;
  }

  /** Removes it while it has no name; nothing happens once it has one. */
  async giveUp(): Promise<void> {
    if (!this.#closed) await this.#handle.close().catch(() => undefined);
    this.#closed = true;
    if (this.#path === null) await rm(this.#partial, { force: true });
  }

  /** Removes it, also under its name. */
  async takeBack(): Promise<void> {
    await this.giveUp();
    if (this.#path !== null) await rm(this.#path, { force: true });
  }
}
