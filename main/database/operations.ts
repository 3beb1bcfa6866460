import type { Database as Connection } from 'better-sqlite3';

declare const readable: unique symbol;
declare const writable: unique symbol;

/** A connection that can only read: reader workers open the file read-only. */
export type ReadableDb = Pick<Connection, 'prepare' | 'pragma'> & { readonly [readable]: true };
/** The writer's connection. It is a ReadableDb too; a ReadableDb is never one of these. */
export type WritableDb = Pick<Connection, 'prepare' | 'pragma' | 'exec'> & {
  readonly [readable]: true;
  readonly [writable]: true;
  /** Goes up whenever something was rolled back: what an operation remembers of the database holds only as long as this does. */
  readonly undone: number;
};

/**
 * An operation runs inside the worker that owns the connection. Input and output cross threads by structured clone.
 * The writer runs a batch of them in one transaction that is committed (durably) for all: an operation that throws undoes
 * only itself. To undo it, a batch may be rolled back and run again, so a write operation changes nothing but the database.
 * Throw a `Fault` for a code and a message; anything else becomes DATABASE_FAILED.
 */
export type WriteOperation<I = never, O = unknown> = (db: WritableDb, input: I) => O;
export type ReadOperation<I = never, O = unknown> = (db: ReadableDb, input: I) => O;
export type WriteOperations = Readonly<Record<string, WriteOperation>>;
export type ReadOperations = Readonly<Record<string, ReadOperation>>;

export type InputOf<F> = F extends (db: never, input: infer I) => unknown ? I : never;
export type OutputOf<F> = F extends (db: never, input: never) => infer O ? O : never;

/** The one database of the data folder, seen from the main thread. Never blocks it. */
export interface Database<W extends WriteOperations, R extends ReadOperations> {
  /** Resolves when the operation is committed and on the disk (WAL, synchronous FULL). Grouped with what else waits. */
  write<K extends keyof W & string>(name: K, input: InputOf<W[K]>): Promise<OutputOf<W[K]>>;
  /** The same, but waits up to 50 ms for company: one message to the writer for the whole batch. */
  defer<K extends keyof W & string>(name: K, input: InputOf<W[K]>): Promise<OutputOf<W[K]>>;
  read<K extends keyof R & string>(name: K, input: InputOf<R[K]>): Promise<OutputOf<R[K]>>;
  /** Writes what is deferred, ends the workers. */
  close(): Promise<void>;
}
