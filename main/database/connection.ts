import BetterSqlite3, { type Database as Connection } from 'better-sqlite3';
import { Fault, type FaultCode } from '#shared/faults.ts';
import type { ReadableDb, WritableDb } from './operations.ts';

/** "LabL": marks a database file as ours. source: SQLite file format, 1.3.15 (application ID). */
export const applicationId = 0x4c61_624c;

/** What SQLite's codes begin with, and what that is for a person; the remedy of the code where none is here. */
const codes: readonly (readonly [prefix: string, code: FaultCode, message: string, remedy?: string])[] = [
  ['SQLITE_FULL', 'HISTORY_UNWRITABLE', 'The disk is full: nothing more can be written to the database.'],
  ['SQLITE_CORRUPT', 'DATABASE_CORRUPT', 'The database is damaged.'],
  ['SQLITE_NOTADB', 'DATABASE_CORRUPT', 'The file of the database is not a database.'],
  [
    'SQLITE_READONLY',
    'DATABASE_FAILED',
    'The database is read-only.',
    'Check who owns lablink.db in the data folder, and whether its disk is mounted read-only.',
  ],
  ['SQLITE_CANTOPEN', 'DATABASE_FAILED', 'The database cannot be opened.'],
  [
    'SQLITE_BUSY',
    'DATABASE_FAILED',
    'Another program holds the database.',
    'Close the program that works on lablink.db in the data folder. The console tries again by itself.',
  ],
  [
    'SQLITE_IOERR',
    'HISTORY_UNWRITABLE',
    'The disk reported an error while the database was written or read.',
  ],
];

/** A Fault for what SQLite said. Faults pass as they are. */
export function databaseFault(cause: unknown): Fault {
  if (cause instanceof Fault) return cause;
  const said = cause instanceof BetterSqlite3.SqliteError ? cause.code : '';
  const known = codes.find(([prefix]) => said.startsWith(prefix));
  if (known === undefined)
    return new Fault('DATABASE_FAILED', 'The database did not do what it was asked.', {
      details: { sqlite: said },
      cause,
    });
  const [, code, message, remedy] = known;
  return new Fault(code, message, {
    ...(remedy !== undefined && { remedy }),
    details: { sqlite: said },
    cause,
  });
}

/** Prepared statements are kept by their text: an operation may call `prepare` each time. */
function keepStatements(connection: Connection): void {
  const prepare = connection.prepare.bind(connection);
  const kept = new Map<string, ReturnType<typeof prepare>>();
  connection.prepare = ((sql: string) => {
    let statement = kept.get(sql);
    if (statement === undefined) {
      statement = prepare(sql);
      if (kept.size < 500) kept.set(sql, statement);
    }
    return statement;
  }) as typeof connection.prepare;
}

/** A writable connection whose `undone` its owner counts. */
export type OwnConnection = Connection & Omit<WritableDb, 'undone'> & { undone: number } & WritableDb;

/** The writer's connection. Durable commits: WAL with synchronous FULL. Throws a Fault. */
export function openWritable(file: string): OwnConnection {
  try {
    const connection = new BetterSqlite3(file, { timeout: 5000 });
    // Space can then be given back a little at a time. Of a new file alone: of another, it would only wait for its lock.
    if (connection.pragma('page_count', { simple: true }) === 0)
      connection.pragma('auto_vacuum = INCREMENTAL');
    connection.pragma('journal_mode = WAL');
    connection.pragma('synchronous = FULL');
    // Pages that change all the time (the head of the history) are written back less often than the default of 1,000 would.
    connection.pragma('wal_autocheckpoint = 4000');
    // On macOS only this waits for the disk itself; elsewhere it does nothing.
    connection.pragma('fullfsync = ON');
    connection.pragma('foreign_keys = ON');
    connection.pragma('trusted_schema = OFF');
    connection.pragma('cell_size_check = ON');
    connection.pragma(`journal_size_limit = ${64 * 1024 * 1024}`);
    keepStatements(connection);
    return Object.assign(connection, { undone: 0 }) as OwnConnection;
  } catch (error) {
    throw databaseFault(error);
  }
}

/** A reader's connection. It cannot write. Throws a Fault. */
export function openReadable(file: string): Connection & ReadableDb {
  try {
    const connection = new BetterSqlite3(file, { readonly: true, fileMustExist: true, timeout: 5000 });
    connection.pragma('query_only = ON');
    connection.pragma('trusted_schema = OFF');
    keepStatements(connection);
    return connection as Connection & ReadableDb;
  } catch (error) {
    throw databaseFault(error);
  }
}
