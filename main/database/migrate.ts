import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import type { Database as Connection } from 'better-sqlite3';
import { Fault } from '#shared/faults.ts';
import { applicationId } from './connection.ts';
import { storedVersion } from './header.ts';

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

/** Beside this file in the sources; packed, `migrations/` of the folder above the worker or the chunk. */
const ownFolder = (from: string): URL =>
  new URL(from.endsWith('.ts') ? './migrations/' : '../migrations/', from);

/** The numbered migrations of this version, in order. Throws when the numbers have a gap. */
export function readMigrations(folder: URL = ownFolder(import.meta.url)): readonly Migration[] {
  const migrations = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .toSorted()
    .map((file) => ({
      number: Number(file.slice(0, 4)),
      name: file.replace(/\.sql$/, ''),
      sql: readFileSync(new URL(file, folder), 'utf8'),
    }));
  for (const [index, { number, name }] of migrations.entries())
    if (number !== index + 1) throw new Error(`migration ${name} should have number ${index + 1}`);
  return migrations;
}

const digest = (sql: string): string =>
  createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex');

/**
 * Refuses a database that a newer version wrote (DATABASE_NEWER) or that is no database or cut short (DATABASE_CORRUPT), without
 * opening it in SQLite: nothing of it is touched, not even its journal mode.
 */
export function refuseNewer(file: string, migrations: readonly Migration[]): void {
  checkVersion(storedVersion(file), migrations);
}

function checkVersion(version: number, migrations: readonly Migration[]): void {
  if (version > migrations.length)
    throw new Fault(
      'DATABASE_NEWER',
      `The database has version ${version}; this console knows versions up to ${migrations.length}. Nothing was changed.`,
      { details: { version, known: migrations.length } },
    );
}

/**
 * Brings the database to the newest version, one migration a transaction. Throws DATABASE_NEWER, DATABASE_FAILED (a
 * migration that was applied has been altered since, or the file belongs to another program).
 */
export function migrate(connection: Connection, migrations: readonly Migration[]): void {
  const version = connection.pragma('user_version', { simple: true }) as number;
  checkVersion(version, migrations);
  const id = connection.pragma('application_id', { simple: true }) as number;
  const foreign =
    version > 0
      ? id !== applicationId
      : connection.prepare("SELECT 1 FROM sqlite_schema WHERE tbl_name <> 'migration'").get() !== undefined;
  if (foreign) throw new Fault('DATABASE_FAILED', 'The file of the database belongs to another program.');

  connection.exec(
    'CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT',
  );
  const applied = connection.prepare('SELECT number, sha256 FROM migration ORDER BY number').all() as {
    number: number;
    sha256: string;
  }[];
  if (applied.length !== version)
    throw new Fault(
      'DATABASE_CORRUPT',
      'The list of applied migrations does not fit the version of the database.',
    );
  for (const { number, sha256 } of applied) {
    const known = migrations[number - 1];
    if (known === undefined || digest(known.sql) !== sha256)
      throw new Fault('DATABASE_FAILED', `Migration ${number} was altered after it had been applied.`, {
        remedy: 'Install the console again: its files are not those it was released with.',
      });
  }
  const insert = connection.prepare('INSERT INTO migration VALUES (?, ?, ?, ?)');
  for (const { number, name, sql } of migrations.slice(version))
    connection
      .transaction(() => {
        connection.exec(sql);
        insert.run(number, name, digest(sql), Date.now());
        connection.pragma(`application_id = ${applicationId}`);
        connection.pragma(`user_version = ${number}`);
      })
      .immediate();
}
