import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { Fault } from '#shared/faults.ts';
import { z } from '#shared/schema.ts';

const Holder = z.object({ pid: z.number(), since: z.number() });

function holderOf(file: string): z.infer<typeof Holder> | null {
  try {
    return Holder.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // A stale one is harmless: it is only read when the lock is held, and then it was written anew if it could be.
  }
}

/**
 * One console per data folder. The operating system holds the lock and frees it when the process ends, however it ends
 * (SQLite's file lock on an empty database). Throws FOLDER_IN_USE, FOLDER_UNWRITABLE.
 */
export function lockFolder(folder: string): { release(): void } {
  const about = join(folder, 'console.json');
  let held: BetterSqlite3.Database;
  try {
    held = new BetterSqlite3(join(folder, 'console.lock'), { timeout: 0 });
  } catch (cause) {
    throw new Fault('FOLDER_UNWRITABLE', 'The data folder cannot be written.', { cause });
  }
  try {
    // Nothing is written, not even a journal: a full disk must not keep the console from starting. (OFF is refused.)
    held.pragma('journal_mode = MEMORY');
    held.pragma('locking_mode = EXCLUSIVE');
    held.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    held.close();
    if (!(cause instanceof BetterSqlite3.SqliteError) || !cause.code.startsWith('SQLITE_BUSY'))
      throw new Fault('FOLDER_UNWRITABLE', 'The data folder cannot be locked.', { cause });
    const holder = holderOf(about);
    const who =
      holder === null ? '' : ` (process ${holder.pid}, since ${new Date(holder.since).toLocaleString()})`;
    throw new Fault('FOLDER_IN_USE', `A console is running on this data folder${who}.`, {
      details: { pid: holder?.pid ?? null },
      cause,
    });
  }
  try {
    writeFileSync(about, JSON.stringify({ pid: process.pid, since: Date.now() }), { mode: 0o600 });
  } catch {
    // It only makes the message of a second console better; a full disk must not keep the first from starting.
    remove(about);
  }
  return {
    release() {
      // Only while the lock is held: afterwards it may be somebody else's.
      if (held.open) remove(about);
      held.close();
    },
  };
}
