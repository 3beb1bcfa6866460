import { createHash } from 'node:crypto';
import {
  cpSync,
  openSync,
  closeSync,
  readFileSync,
  readdirSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import BetterSqlite3 from 'better-sqlite3';
import { expect, test } from 'vitest';
import { type FaultCode, faultShape } from '#shared/faults.ts';
import { applicationId, openWritable } from './connection.ts';
import { openDatabase } from './database.ts';
import { storedVersion } from './header.ts';
import { migrate, readMigrations } from './migrate.ts';
import { trialDatabase, trialFolder } from './trial.fixture.ts';

/** Every file of a folder with its digest. */
const filesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .toSorted()
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex'),
      ]),
  );

/** A database as this version leaves it, closed. */
async function closedDatabase(): Promise<string> {
  const file = join(trialFolder(), 'lablink.db');
  const database = await trialDatabase(file);
  for (let value = 0; value < 20; value++) await database.write('fill', { value, bytes: 3000 });
  await database.close();
  return file;
}

/** What opening comes to: the fault's code, and the names of the files that are not what they were. */
async function opening(file: string): Promise<{ code: FaultCode | 'opened'; touched: string[] }> {
  const before = filesOf(dirname(file));
  const code = await openDatabase({ file }).then(
    () => 'opened' as const,
    (fault: unknown) => faultShape(fault).code,
  );
  const after = filesOf(dirname(file));
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return { code, touched: [...names].filter((name) => before[name] !== after[name]) };
}

test('a new file gets every migration, the version and the mark of the console, once', async () => {
  const file = await closedDatabase();
  const raw = new BetterSqlite3(file, { readonly: true });
  const known = readMigrations();
  expect(raw.pragma('user_version', { simple: true })).toBe(known.length);
  expect(raw.pragma('application_id', { simple: true })).toBe(applicationId);
  expect(raw.prepare('SELECT name FROM migration ORDER BY number').pluck().all()).toEqual(
    known.map(({ name }) => name),
  );
  raw.close();
  expect(storedVersion(file)).toBe(known.length);
  const again = await trialDatabase(file);
  expect(await again.read('values', null)).toHaveLength(20);
});

test('R-15: a database of a newer version is refused by its header, and not a byte of its folder changes', async () => {
  const file = await closedDatabase();
  const raw = new BetterSqlite3(file);
  raw.pragma('user_version = 1000');
  raw.close();
  expect(await opening(file)).toEqual({ code: 'DATABASE_NEWER', touched: [] });
});

test('R-15: a newer version that lies in the write-ahead log alone is seen and refused, untouched too', async () => {
  const file = await closedDatabase();
  const raw = new BetterSqlite3(file);
  raw.pragma('wal_autocheckpoint = 0');
  raw.exec('CREATE TABLE more (a)');
  raw.pragma('user_version = 1000');
  raw.exec('INSERT INTO more VALUES (1)');
  // As after a kill: the log is there, and nobody has written it back.
  const folder = trialFolder();
  for (const name of ['lablink.db', 'lablink.db-wal']) cpSync(join(dirname(file), name), join(folder, name));
  raw.close();
  const copy = join(folder, 'lablink.db');
  expect(await opening(copy)).toEqual({ code: 'DATABASE_NEWER', touched: [] });
  // What was never committed does not count: without its last frames the log says the version that we know.
  const log = readFileSync(`${copy}-wal`);
  writeFileSync(`${copy}-wal`, log.subarray(0, 32 + 24 + 4096 - 1));
  expect(storedVersion(copy)).toBe(readMigrations().length);
});

test('R-15: a file that is no database, is cut short or has a damaged beginning is refused, and nothing changes', async () => {
  const text = join(trialFolder(), 'lablink.db');
  writeFileSync(text, 'no database at all');
  expect(await opening(text)).toEqual({ code: 'DATABASE_CORRUPT', touched: [] });
  for (const damage of [
    (file: string) => truncateSync(file, 8192),
    (file: string) => truncateSync(file, 60),
    (file: string) => writeAt(file, 0, Buffer.from('XQLite')),
  ]) {
    const file = await closedDatabase();
    damage(file);
    expect(await opening(file)).toEqual({ code: 'DATABASE_CORRUPT', touched: [] });
  }
});

test('R-15: random bytes in its schema are refused as damage, and the file stays as it is', async () => {
  const file = await closedDatabase();
  writeAt(file, 100, Buffer.alloc(3000, 0xa5));
  const before = filesOf(dirname(file))['lablink.db'];
  await expect(openDatabase({ file })).rejects.toMatchObject({ code: 'DATABASE_CORRUPT' });
  expect(filesOf(dirname(file))['lablink.db']).toBe(before);
});

test('a database of another program is refused, with a version and without one', async () => {
  for (const sql of ['PRAGMA user_version = 1', '']) {
    const file = join(trialFolder(), 'lablink.db');
    const raw = new BetterSqlite3(file);
    raw.exec(`CREATE TABLE theirs (a); ${sql}`);
    raw.close();
    await expect(openDatabase({ file })).rejects.toMatchObject({ code: 'DATABASE_FAILED' });
    const after = new BetterSqlite3(file, { readonly: true });
    expect(after.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['theirs']);
    after.close();
  }
});

test('a migration that was altered after it was applied is noticed; line ends do not count', () => {
  const connection = openWritable(join(trialFolder(), 'a.db'));
  const known = readMigrations();
  migrate(connection, known);
  migrate(
    connection,
    known.map((each) => ({ ...each, sql: each.sql.replaceAll('\n', '\r\n') })),
  );
  const altered = known.map((each) => ({ ...each, sql: `${each.sql}\n-- more` }));
  expect(() => migrate(connection, altered)).toThrow(expect.objectContaining({ code: 'DATABASE_FAILED' }));
  connection.prepare('DELETE FROM migration').run();
  expect(() => migrate(connection, known)).toThrow(expect.objectContaining({ code: 'DATABASE_CORRUPT' }));
  connection.close();
});

test('a migration that fails leaves the version before it', () => {
  const connection = openWritable(join(trialFolder(), 'a.db'));
  const known = readMigrations();
  const number = known.length + 1;
  const broken = { number, name: 'broken', sql: 'CREATE TABLE half (a); CREATE TABLE half (a);' };
  expect(() => migrate(connection, [...known, broken])).toThrow('half already exists');
  expect(connection.pragma('user_version', { simple: true })).toBe(known.length);
  expect(connection.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").pluck().get()).toBe(0);
  migrate(connection, [...known, { ...broken, sql: 'CREATE TABLE half (a);' }]);
  expect(connection.pragma('user_version', { simple: true })).toBe(number);
  connection.close();
});

test('the numbers of migrations have no gap', () => {
  const folder = trialFolder();
  writeFileSync(join(folder, '0001-a.sql'), '');
  writeFileSync(join(folder, '0003-b.sql'), '');
  expect(() => readMigrations(pathToFileURL(`${folder}/`))).toThrow('0003-b should have number 2');
});

test('commits are durable: WAL, synchronous FULL', () => {
  const connection = openWritable(join(trialFolder(), 'a.db'));
  expect(connection.pragma('journal_mode', { simple: true })).toBe('wal');
  // source: SQLite, PRAGMA synchronous (2 is FULL).
  expect(connection.pragma('synchronous', { simple: true })).toBe(2);
  expect(connection.pragma('fullfsync', { simple: true })).toBe(1);
  connection.close();
});

function writeAt(file: string, at: number, bytes: Buffer): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, bytes, 0, bytes.length, at);
  closeSync(handle);
}
