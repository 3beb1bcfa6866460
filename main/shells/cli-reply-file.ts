import { randomBytes } from 'node:crypto';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { Fault } from '#shared/faults.ts';

interface Draft {
  readonly path: string;
  readonly target: string;
}

/** A file that is there, under its own name, when all of it is, and else as it was before. */
export class ReplyFile implements AsyncDisposable {
  readonly #name: string;
  readonly #handle: FileHandle;
  /** What is written to, and becomes the file at last; null for a device or a pipe, which is written to as it is. */
  readonly #draft: Draft | null;
  #open = true;

  private constructor(name: string, handle: FileHandle, draft: Draft | null) {
    this.#name = name;
    this.#handle = handle;
    this.#draft = draft;
  }

  /** Rejects with FOLDER_UNWRITABLE. */
  static async create(name: string): Promise<ReplyFile> {
    try {
      const there = await stat(name).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw error;
      });
      if (there !== null && !there.isFile()) return new ReplyFile(name, await open(name, 'w'), null);
      const target = there === null ? name : await realpath(name);
      const path = `${target}.${randomBytes(4).toString('hex')}.part`;
      return new ReplyFile(name, await open(path, 'wx', there?.mode), { path, target });
    } catch (cause) {
      throw unwritable(name, cause);
    }
  }

  /** Rejects with FOLDER_UNWRITABLE, when the disk is full for one. */
  async write(bytes: Uint8Array): Promise<void> {
    await this.#handle.writeFile(bytes).catch((cause: unknown) => {
      throw unwritable(this.#name, cause);
    });
  }

  /** It is complete: from here on it has its name. Rejects with FOLDER_UNWRITABLE. */
  async keep(): Promise<void> {
    try {
      // Some file systems say only now that there was no room.
      if (this.#draft !== null) await this.#handle.sync();
      await this.#close();
      if (this.#draft !== null) await rename(this.#draft.path, this.#draft.target);
    } catch (cause) {
      throw unwritable(this.#name, cause);
    }
  }

  async #close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.#handle.close();
  }

  /** Whatever was not kept goes. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
    if (this.#draft !== null) await rm(this.#draft.path, { force: true });
  }
}

function unwritable(name: string, cause: unknown): Fault {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG')
    return new Fault('FOLDER_UNWRITABLE', `There is no room for ${name}.`, {
      remedy: 'Free space on the disk, or choose another file.',
      cause,
    });
  return new Fault('FOLDER_UNWRITABLE', `${name} cannot be written.`, {
    remedy: 'Choose another file, or check its folder.',
    cause,
  });
}
