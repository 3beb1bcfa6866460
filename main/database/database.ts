import { span } from '#main/profiling/span.ts';
import { startThread } from '#main/threads/start.ts';
import type { ThreadName } from '#main/threads/names.ts';
import type { Thread } from '#main/threads/thread.ts';
import { Fault } from '#shared/faults.ts';
import type { Database, ReadOperations, WriteOperations } from './operations.ts';
import { WriteQueue } from './queue.ts';
import type { Done, WriterData } from './writer.ts';

const readerCount = 2;
/** A thread that ends is replaced, but not endlessly: after so many ends within a minute the database is given up. */
const endsAMinute = 3;

export interface DatabaseOptions extends WriterData {
  /** The workers to run; others only in tests. */
  readonly threads?: { readonly writer: ThreadName; readonly reader: ThreadName };
}

/** A thread that is replaced when it has ended by itself. What it was doing is rejected with DATABASE_FAILED. */
class Kept {
  readonly #name: ThreadName;
  readonly #data: WriterData;
  /** Null after it ended: whoever asks next starts another. */
  #thread: Promise<Thread> | null = null;
  #ends: number[] = [];
  #closed = false;
  busy = 0;

  constructor(name: ThreadName, data: WriterData) {
    this.#name = name;
    this.#data = data;
  }

  async #start(): Promise<Thread> {
    const thread = startThread(this.#name, { data: this.#data });
    thread.onExit(() => {
      this.#ends = [...this.#ends.slice(-endsAMinute), performance.now()];
      this.#thread = null;
    });
    try {
      await thread.call('open', null);
      return thread;
    } catch (error) {
      // Nobody holds on to a thread that did not open: the next call tries again.
      this.#thread = null;
      await thread.close();
      throw error;
    }
  }

  /** The thread, open. Rejects with the reason it could not be opened. */
  #opened(): Promise<Thread> {
    if (this.#closed) return Promise.reject(new Fault('DATABASE_FAILED', 'The database is closed.'));
    const lately = this.#ends.filter((at) => at > performance.now() - 60_000);
    if (this.#thread === null && lately.length >= endsAMinute)
      return Promise.reject(new Fault('DATABASE_FAILED', `The ${this.#name} thread failed again and again.`));
    this.#thread ??= this.#start();
    return this.#thread;
  }

  /** Resolves when the thread is open. */
  async open(): Promise<void> {
    await this.#asked((thread) => thread);
  }

  async call(method: string, input: unknown): Promise<unknown> {
    return await this.#asked((thread) => thread.call(method, input));
  }

  async #asked(ask: (thread: Thread) => unknown): Promise<unknown> {
    this.busy++;
    try {
      return await ask(await this.#opened());
    } catch (cause) {
      if (cause instanceof Fault && cause.code !== 'INTERNAL') throw cause;
      throw new Fault('DATABASE_FAILED', 'The database thread ended.', { cause });
    } finally {
      this.busy--;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#thread?.then(
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
  const readers = Array.from({ length: readerCount }, () => new Kept(threads.reader, data));
  const closeAll = async (): Promise<void> => {
    await Promise.all(readers.map((each) => each.close()));
    // The last connection to close tidies the write-ahead log, and only the writer can.
    await writer.close();
  };
  try {
    await writer.open();
    await Promise.all(readers.map((reader) => reader.open()));
  } catch (error) {
    await closeAll();
    throw error;
  }

  const queue = new WriteQueue((batch) => writer.call('batch', batch) as Promise<Done>);
  let closing: Promise<void> | null = null;
  const closedFault = (): Promise<never> =>
    Promise.reject(new Fault('DATABASE_FAILED', 'The database is closed.'));
  const read = async (name: string, input: unknown): Promise<never> => {
    if (closing !== null) return await closedFault();
    const reader = readers.reduce((least, each) => (each.busy < least.busy ? each : least));
    return (await reader.call('read', { name, input })) as never;
  };
  const add = (name: string, input: unknown, deferred: boolean): Promise<never> =>
    closing === null ? (queue.add(name, input, deferred) as Promise<never>) : closedFault();
  return {
    write: (name, input) => span(`database:${name}`, () => add(name, input, false)),
    defer: (name, input) => span(`database:${name}`, () => add(name, input, true)),
    read: (name, input) => span(`database:${name}`, () => read(name, input)),
    close() {
      closing ??= queue.drain().then(closeAll);
      return closing;
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
