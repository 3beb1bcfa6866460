import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Fault } from '#shared/faults.ts';
import {
  type Entry,
  type Heading,
  longestTranscript,
  mostEntries,
  writeEntry,
  writeHeading,
} from './format.ts';

/** What is to be written and is not with the system yet may not be more than this, bytes. */
const backlogLimit = 32_000_000;
/** Recordings of one name are numbered up to this. */
const mostOfOneName = 99;

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
  #bytes = 0;
  #entries = 0;

  private constructor(name: string, file: WriteStream, failed: (why: Fault) => void) {
    this.name = name;
    this.#file = file;
    this.#failed = failed;
    file.on('error', (error: NodeJS.ErrnoException) => this.#fail(causes[error.code ?? ''] ?? error.message));
  }

  /**
   * Begins a transcript in a folder, under this name or, where there is one already, the name with a number. `failed` is
   * called once, when it ends by itself. Rejects with FOLDER_UNWRITABLE.
   */
  static async start(
    folder: string,
    wished: string,
    heading: Heading,
    failed: (why: Fault) => void,
  ): Promise<Recorder> {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      for (let number = 1; ; number++) {
        const name = number === 1 ? wished : `${wished}-${number}`;
        const file = await create(join(folder, transcriptFile(name)), number < mostOfOneName);
        if (file === null) continue;
        return Recorder.onto(file, name, heading, failed);
      }
    } catch (cause) {
      const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
      throw new Fault('FOLDER_UNWRITABLE', `The transcript ${wished} could not be begun: ${why}.`, { cause });
    }
  }

  /** Begins a transcript on a file that is open. */
  static onto(file: WriteStream, name: string, heading: Heading, failed: (why: Fault) => void): Recorder {
    const recorder = new Recorder(name, file, failed);
    recorder.#write(writeHeading(heading));
    return recorder;
  }

  hear(entry: Untimed): void {
    if (this.failure !== null) return;
    if (this.#file.writableLength > backlogLimit) {
      this.#fail('the disk is slower than the instrument');
      return;
    }
    if (this.#bytes > longestTranscript - mostInOnePart || this.#entries >= mostEntries - 1) {
      this.#fail('it is as long as a recording can be');
      return;
    }
    this.#entries++;
    this.#write(writeEntry({ ...entry, at: (performance.now() - this.#started) / 1000 }));
  }

  #write(text: string): void {
    this.#bytes += text.length;
    this.#file.write(text);
  }

  /** Ends it; resolves when all of it is with the system, or with why it is not. */
  stop(): Promise<Fault | null> {
    if (this.#file.closed) return Promise.resolve(this.failure);
    return new Promise((resolve) => {
      this.#file.once('close', () => resolve(this.failure));
      if (!this.#file.destroyed) this.#file.end();
    });
  }

  #fail(why: string): void {
    if (this.failure !== null) return;
    this.failure = new Fault('HISTORY_UNWRITABLE', `The recording ${this.name} ended: ${why}.`);
    // What could be written is written: a transcript that ends early can be replayed.
    if (this.#file.errored === null) this.#file.end();
    this.#failed(this.failure);
  }
}

/** What a link hands over at once is far shorter, bytes. */
const mostInOnePart = 1_000_000;

const causes: Readonly<Partial<Record<string, string>>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the space that this user may take is full',
  EIO: 'the disk does not work',
};

/** A file for writing; null where there is one already and `again` says that another name can be tried. */
async function create(path: string, again: boolean): Promise<WriteStream | null> {
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  try {
    await once(file, 'open');
    return file;
  } catch (error) {
    if (again && error instanceof Error && 'code' in error && error.code === 'EEXIST') return null;
    throw error;
  }
}

/** The file of a transcript in its folder. */
export const transcriptFile = (name: string): string => `${name}.transcript`;
