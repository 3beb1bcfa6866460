import { type FileHandle, open, rm } from 'node:fs/promises';
import { fileFault } from '#main/folder/new-file.ts';
import { Fault } from '#shared/faults.ts';
import { answering, hangs, patienceMs } from './deadline.ts';

/** A file that is being written at one destination. */
export interface PlaceTask {
  readonly id: string;
  readonly folder: string;
  readonly partial: string;
}
/** What became of it: null, or why it dropped out. */
export interface PlaceEnd {
  readonly id: string;
  readonly trouble: string | null;
  /** It did not answer in time: nothing more is to be asked of it. */
  readonly hangs: boolean;
}

class Place {
  readonly task: PlaceTask;
  #handle: FileHandle | null = null;
  trouble: string | null = null;
  hangs = false;

  constructor(task: PlaceTask) {
    this.task = task;
  }

  /** Does something with the file; a failure is kept, and is the end of this place. */
  async #do(work: () => Promise<unknown>): Promise<void> {
    if (this.trouble !== null) return;
    try {
      await answering(work(), this.task.folder, patienceMs);
    } catch (error) {
      this.hangs = hangs(error);
      this.trouble = fileFault(error, this.task.folder).message;
      await this.giveUp();
    }
  }

  begin = (): Promise<void> =>
    this.#do(async () => {
      this.#handle = await open(this.task.partial, 'wx', 0o600);
    });

  write = (bytes: Uint8Array): Promise<void> =>
    this.#do(async () => {
      for (let at = 0; at < bytes.length; ) at += (await this.#handle!.write(bytes, at)).bytesWritten;
    });

  finish = (): Promise<void> =>
    this.#do(async () => {
      await this.#handle!.sync();
      await this.#handle!.close();
      this.#handle = null;
    });

  async giveUp(): Promise<void> {
    const handle = this.#handle;
    this.#handle = null;
    // What hangs is not asked again: the run's own list of files has it removed later.
    if (this.hangs) return;
    const removed = async (): Promise<void> => {
      await handle?.close().catch(() => undefined);
      await rm(this.task.partial, { force: true });
    };
    await answering(removed(), this.task.folder, patienceMs).catch((error: unknown) => {
      this.hangs = hangs(error);
    });
  }
}

/** One stream of bytes to several files at once: a place that fails drops out, and the others go on. */
export class Places {
  readonly #places: readonly Place[];
  #whole = false;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(tasks: readonly PlaceTask[]) {
    this.#places = tasks.map((task) => new Place(task));
  }

  /** Makes the files. Rejects with BACKUP_FAILED when none can be made. */
  async begin(): Promise<void> {
    await Promise.all(this.#places.map((place) => place.begin()));
    this.#anyLeft();
  }

  /** Writes while the caller gets the next bytes ready. Rejects with BACKUP_FAILED when no place is left. */
  async write(bytes: Uint8Array): Promise<void> {
    await this.#writing;
    this.#anyLeft();
    this.#writing = Promise.all(this.#places.map((place) => place.write(bytes)));
  }

  /** Puts everything on the disks. */
  async finish(): Promise<readonly PlaceEnd[]> {
    await this.#writing;
    await Promise.all(this.#places.map((place) => place.finish()));
    this.#anyLeft();
    this.#whole = true;
    return this.#places.map(({ task, trouble, hangs: hung }) => ({ id: task.id, trouble, hangs: hung }));
  }

  /** Removes what there is of the files, unless they are whole. */
  async close(): Promise<void> {
    if (this.#whole) return;
    await this.#writing;
    await Promise.all(this.#places.map((place) => place.giveUp()));
  }

  #anyLeft(): void {
    if (this.#places.some(({ trouble }) => trouble === null)) return;
    const [first] = this.#places;
    throw new Fault('BACKUP_FAILED', `No destination could be written. ${first?.trouble ?? ''}`.trim());
  }
}
