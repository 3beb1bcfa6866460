import { existsSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';

/**
 * Reads a database as a bystander, in a process of its own. Where there is no write-ahead log, SQLite is told that nothing changes,
 * so that it makes no files beside the database. Prints `{ quick, newest }`.
 */
const file = process.argv[2] ?? '';
const url = pathToFileURL(file);
url.searchParams.set('mode', 'ro');
const log = `${file}-wal`;
if (!existsSync(log) || statSync(log).size === 0) url.searchParams.set('immutable', '1');
const database = new DatabaseSync(url, { readOnly: true, timeout: 2000 });
database.exec('PRAGMA query_only = ON; PRAGMA trusted_schema = OFF;');
const value = (sql: string): unknown => Object.values(database.prepare(sql).get() ?? {})[0] ?? null;
const quick = value('PRAGMA quick_check(1)');
const newest = quick === 'ok' ? value('SELECT at FROM record ORDER BY seq DESC LIMIT 1') : null;
process.stdout.write(JSON.stringify({ quick, newest }));
