import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ReadableDb } from '#main/database/operations.ts';
import { partTables } from './parts.ts';
import { remove, scratch, withDatabase } from './restore.fixture.ts';
import { refuseForeignSchema } from './schema.ts';

let root: string;
beforeEach(() => {
  root = scratch();
});
afterEach(() => remove(root));

const judged = (...change: readonly string[]): string =>
  withDatabase(join(root, 'a.db'), (db) => {
    for (const sql of change) db.exec(sql);
    try {
      refuseForeignSchema(db as unknown as ReadableDb);
      return 'taken';
    } catch (error) {
      return (error as Error).message;
    }
  });

test('what the migrations make is taken, and what an index for text grows', () => {
  expect(
    judged(
      'CREATE TABLE sqlar(name TEXT PRIMARY KEY, mode INT, mtime INT, sz INT, data BLOB)',
      "CREATE VIRTUAL TABLE search_0 USING fts5(text, tokenize='trigram', detail=none, content='')",
    ),
  ).toBe('taken');
});

test.each([
  ['CREATE TRIGGER later AFTER INSERT ON token BEGIN DELETE FROM user; END', 'has a trigger later'],
  ['CREATE VIEW link_view AS SELECT 1', 'has a view link_view'],
  ['CREATE TABLE more (a)', 'has a table more'],
  ['CREATE TRIGGER search_0_t AFTER INSERT ON token BEGIN DELETE FROM user; END', 'trigger search_0_t'],
  ['CREATE VIRTUAL TABLE search_1 USING rtree(id, a, b)', 'has a table search_1'],
  ['DROP TRIGGER record_is_append_only_update', 'lacks the trigger record_is_append_only_update'],
  ['DROP INDEX token_user', 'lacks the index token_user'],
])('what no console makes is refused: %s', (sql, why) => {
  expect(judged(sql)).toContain(why);
});

test('a table that is another under the same name is refused', () => {
  expect(
    judged('DROP TABLE recovery_secret', 'CREATE TABLE recovery_secret (id, mac, created_at)'),
  ).toContain('table recovery_secret');
});

/** Tables that come or stay with the history as a whole. A new one belongs here, or to a part of `partTables`. */
const history: readonly string[] = [
  'checkpoint',
  'checkpoint_pin',
  'cutting',
  'database_size',
  'history_quarter',
  'interrupted',
  'link',
  'mark',
  'mark_tag',
  'migration',
  'reading_block',
  'record',
  'restored',
  'run_start',
  'signed_head',
  'signing_key',
  'work_session',
];

test('every table belongs to one part of a restore', () => {
  const tables = withDatabase(join(root, 'a.db'), (db) =>
    db
      .prepare(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'",
      )
      .pluck()
      .all(),
  ) as string[];
  const known = [...history, ...partTables.accounts, ...partTables.settings];
  expect(new Set(known).size).toBe(known.length);
  expect(tables.filter((name) => !known.includes(name) && !name.startsWith('search_'))).toEqual([]);
  expect(known.filter((name) => !tables.includes(name))).toEqual([]);
});
