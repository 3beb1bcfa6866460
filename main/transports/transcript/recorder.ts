import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Fault } from '#shared/faults.ts';
import { type Entry, type Heading, writeEntry, writeHeading } from './format.ts';

/** What is to be written and is not with the system yet may not be more than this, bytes. */
const backlogLimit = 32_000_000;

/** Something that hears what happens on a link. It never throws and never waits. */
export interface Ear {
  hear(entry: Untimed): void;
}

type DistributiveOmit<T> = T extends unknown ? Omit<T, 'at'> : never;
/** An entry as it happens. */
export type Untimed = DistributiveOmit<Entry>;

/**
 * Writes what happens on a link to a transcript. A disk that is full or too slow ends the recording, and says so; the
 * instrument is not held up by it.
 */
export class Recorder implements Ear {
  readonly name: string;
  /** Why it ended by itself; null while it goes on. */
  failure: Fault | null = null;
  readonly #file: WriteStream;
  readonly #started = performance.now();
  readonly #failed: (why: Fault) => void;

  private constructor(name: string, file: WriteStream, failed: (why: Fault) => void) {
    this.name = name;
    this.#file = file;
    this.#failed = failed;
    file.on('error', (error) => this.#fail(error.message));
  }

  /** Begins a transcript in a folder. `failed` is called once, when it ends by itself. Rejects with FOLDER_UNWRITABLE. */
  static async start(
    folder: string,
    name: string,
    heading: Heading,
    failed: (why: Fault) => void,
  ): Promise<Recorder> {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = createWriteStream(join(folder, transcriptFile(name)), { flags: 'wx', mode: 0o600 });
      await new Promise<void>((resolve, reject) => {
        file.once('open', () => resolve());
        file.once('error', reject);
      });
      file.write(writeHeading(heading));
      return new Recorder(name, file, failed);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : 'unknown';
      throw new Fault('FOLDER_UNWRITABLE', `The transcript ${name} could not be begun: ${why}.`, { cause });
    }
  }

  hear(entry: Untimed): void {
    if (this.failure !== null) return;
    if (this.#file.writableLength > backlogLimit) {
      this.#fail('the disk is slower than the instrument');
      return;
    }
    this.#file.write(writeEntry({ ...entry, at: (performance.now() - this.#started) / 1000 }));
  }

  /** Ends it; resolves when all of it is with the system. */
  stop(): Promise<void> {
    if (this.#file.destroyed) return Promise.resolve();
    return new Promise((resolve) => {
      this.#file.once('close', resolve);
      this.#file.end();
    });
  }

  #fail(why: string): void {
    if (this.failure !== null) return;
    this.failure = new Fault('HISTORY_UNWRITABLE', `The recording ${this.name} ended: ${why}.`);
    this.#file.destroy();
    this.#failed(this.failure);
  }
}

/** The file of a transcript in its folder. */
export const transcriptFile = (name: string): string => `${name}.transcript`;
