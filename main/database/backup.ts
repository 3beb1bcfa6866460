import { setTimeout as wait } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import { databaseFault, openReadable } from './connection.ts';
import type { ReadableDb, WritableDb } from './operations.ts';

/** Pages that are copied in one go: some milliseconds. */
const pagesAtOnce = 2500;
/** How often it says how far it is, ms. */
const tellMs = 100;

/** How far a copy is. */
export interface Copied {
  readonly pages: number;
  readonly of: number;
}

/**
 * Copies a live database into a new file with SQLite's online backup: the state of one moment, whatever is written meanwhile.
 * Yields how far it is; ended early, it stops. Runs on the thread that asks, so in a worker. Throws a Fault.
 */
export async function* copyDatabase(file: string, to: string): AsyncGenerator<Copied, void, undefined> {
  const source = openReadable(file);
  let given = false;
  let copied: Copied = { pages: 0, of: 0 };
  try {
    // With a read transaction held, what others commit is not seen, and does not begin the copy again.
    source.prepare('BEGIN').run();
    source.prepare('SELECT count(*) FROM sqlite_schema').get();
    let over = false;
    const copy = source
      .backup(to, {
        progress({ totalPages, remainingPages }) {
          if (given) throw new Error('given up');
          copied = { pages: totalPages - remainingPages, of: totalPages };
          return pagesAtOnce;
        },
      })
      .finally(() => {
        over = true;
      });
    // It may fail while nobody waits for it, between two steps: that is told at the next one, and is no end of the thread.
    copy.catch(() => undefined);
    try {
      while (!over) {
        yield copied;
        await Promise.race([copy, wait(tellMs)]);
      }
      await copy;
    } finally {
      given = true;
      await copy.catch(() => undefined);
    }
  } catch (error) {
    throw databaseFault(error);
  } finally {
    source.close();
  }
}

/**
 * Opens a copy to add something to it: one file, no log beside it, and no care for a power cut, since nobody needs it after one.
 * Throws a Fault.
 */
export function openCopy(file: string): WritableDb & { close(): void } {
  try {
    const connection = new BetterSqlite3(file, { fileMustExist: true });
    connection.pragma('journal_mode = DELETE');
    connection.pragma('synchronous = OFF');
    connection.pragma('trusted_schema = OFF');
    return Object.assign(connection, { undone: 0 }) as unknown as WritableDb & { close(): void };
  } catch (error) {
    throw databaseFault(error);
  }
}

/** Opens a copy to check it; nothing is written. Throws a Fault. */
export function openForCheck(file: string): ReadableDb & { close(): void } {
  const connection = openReadable(file);
  // A crafted file is found at the page that lies, and not somewhere behind it.
  connection.pragma('cell_size_check = ON');
  return connection;
}
