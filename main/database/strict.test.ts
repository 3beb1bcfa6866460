import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate, readMigrations } from './migrate.ts';

const folder = join(import.meta.dirname, 'migrations');

test('every table of every version is STRICT: a text in a column of numbers is an error, not a surprise years later', () => {
  const known = readMigrations();
  for (let version = 1; version <= known.length; version++) {
    const connection = new BetterSqlite3(':memory:');
    migrate(connection, known.slice(0, version));
    const tables = connection
      .prepare(
        "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')",
      )
      .all() as {
      name: string;
      strict: number;
    }[];
    const loose = tables.filter(({ name, strict }) => strict === 0 && !name.startsWith('sqlite_'));
    expect(loose.map(({ name }) => `${name}, version ${version}`)).toEqual([]);
    expect(tables.length).toBeGreaterThan(1);
    connection.close();
  }
});

test('every migration is a numbered file, and tables are made or altered nowhere else', () => {
  const files = readdirSync(folder);
  for (const file of files) expect(file).toMatch(/^\d{4}-[a-z0-9-]+\.sql$/);
  expect(readMigrations().map(({ number }) => number)).toEqual(files.map((_, index) => index + 1));
  const main = join(import.meta.dirname, '..');
  const sources = readdirSync(main, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !/\.(?:test|fixture)\.ts$/.test(file),
  );
  const changing = sources.filter((file) =>
    /\b(?:CREATE|ALTER|DROP) (?:TABLE|INDEX|TRIGGER|VIEW)\b/i.test(readFileSync(join(main, file), 'utf8')),
  );
  // The list of migrations itself, the trial tables of this room's own tests, the parts of the search index, and the archive inside a
  // backup.
  expect(changing.toSorted()).toEqual([
    'backups/make/archive.ts',
    'database/migrate.ts',
    'database/trial-operations.ts',
    'history/search/spans.ts',
    'restore/restore.worker.ts',
  ]);
});
