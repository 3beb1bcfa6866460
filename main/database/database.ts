import { startThread } from '#main/threads/start.ts';
import type { ThreadName } from '#main/threads/names.ts';
import type { Thread } from '#main/threads/thread.ts';
import { Fault } from '#shared/faults.ts';
import type { Database, ReadOperations, WriteOperations } from './operations.ts';
import { WriteQueue } from './queue.ts';
import type { Asked, Done, WriterData } from './writer.ts';

const readerCount = 2;
/** A thread that ends is replaced, but not endlessly: after so many ends within a minute the database is given up. */
const endsAMinute = 3;

export interface DatabaseOptions extends WriterData {
  /** The workers to run; others only in tests. */
  readonly threads?: { readonly writer: ThreadName; readonly reader: ThreadName };
}

/** A thread that is replaced when it ends by itself. What it was doing is rejected with DATABASE_FAILED. */
class Kept {
  readonly #name: ThreadName;
  readonly #data: WriterData;
  #thread: Promise<Thread>;
  #ends: number[] = [];
  busy = 0;

  constructor(name: ThreadName, data: WriterData) {
    this.#name = name;
    this.#data = data;
    this.#thread = this.#start();
  }

  async #start(): Promise<Thread> {
    const thread = startThread(this.#name, { data: this.#data });
    thread.onExit((why) => {
      this.#ends = [...this.#ends.filter((at) => at > Date.now() - 60_000), Date.now()];
      this.#thread =
        this.#ends.length < endsAMinute ? this.#start() : Promise.reject(new Fault('DATABASE_FAILED', why));
      // Whoever asks next learns of it; until then nobody does.
      this.#thread.catch(() => undefined);
    });
    try {
      await thread.call('open', null);
    } catch (error) {
      await thread.close();
      throw error;
    }
    return thread;
  }

  /** Resolves when the first thread is open; rejects with the reason it could not be. */
  async opened(): Promise<void> {
    await this.#thread;
  }

  async call(method: string, input: unknown): Promise<unknown> {
    this.busy++;
    try {
      const thread = await this.#thread;
      return await thread.call(method, input);
    } catch (cause) {
      if (cause instanceof Fault && cause.code !== 'INTERNAL') throw cause;
      throw new Fault('DATABASE_FAILED', 'The database thread ended.', { cause });
    } finally {
      this.busy--;
    }
  }

  async close(): Promise<void> {
    await this.#thread.then(
      (thread) => thread.close(30_000),
      () => undefined,
    );
  }
}

/**
 * Opens the database and brings it to this version's schema. Rejects with DATABASE_NEWER, DATABASE_CORRUPT (the file is left
 * as it was), DATABASE_FAILED.
 */
export async function openDatabase<W extends WriteOperations, R extends ReadOperations>(
  options: DatabaseOptions,
): Promise<Database<W, R>> {
  const { threads = { writer: 'writer', reader: 'reader' }, ...data } = options;
  const writer = new Kept(threads.writer, data);
  await writer.opened();
  const readers = Array.from({ length: readerCount }, () => new Kept(threads.reader, data));
  try {
    await Promise.all(readers.map((reader) => reader.opened()));
  } catch (error) {
    await Promise.all([writer, ...readers].map((each) => each.close()));
    throw error;
  }

  const queue = new WriteQueue(
    (batch: readonly Asked[]) => writer.call('batch', batch) as Promise<readonly Done[]>,
  );
  let closed = false;
  const assertOpen = (): void => {
    if (closed) throw new Fault('DATABASE_FAILED', 'The database is closed.');
  };
  const add = async (name: string, input: unknown, deferred: boolean): Promise<never> => {
    assertOpen();
    return (await queue.add(name, input, deferred)) as never;
  };
  return {
    write: (name, input) => add(name, input, false),
    defer: (name, input) => add(name, input, true),
    async read(name, input) {
      assertOpen();
      const reader = readers.reduce((least, each) => (each.busy < least.busy ? each : least));
      return (await reader.call('read', { name, input })) as never;
    },
    async close() {
      if (closed) return;
      closed = true;
      await queue.drain();
      await Promise.all(readers.map((each) => each.close()));
      await writer.close();
    },
  };
}

/** A database that could not be opened: everything asked of it is answered with the reason. */
export const brokenDatabase = <W extends WriteOperations, R extends ReadOperations>(
  fault: Fault,
): Database<W, R> => ({
  write: () => Promise.reject(fault),
  defer: () => Promise.reject(fault),
  read: () => Promise.reject(fault),
  close: () => Promise.resolve(),
});
