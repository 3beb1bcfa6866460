import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ReadableDb } from '#main/database/operations.ts';
import { extractFiles, isSafeName, wrappedDataKey } from './archive.ts';
import { remove, scratch, withDatabase } from './restore.fixture.ts';

let root: string;
let to: string;
beforeEach(() => {
  root = scratch();
  to = join(root, 'to');
  mkdirSync(to);
});
afterEach(() => remove(root));

type Row = readonly [name: string, data: string | null, change?: { sz?: number; mode?: number }];
/** Extracts an archive with these rows. */
const extract = (rows: readonly Row[], wanted: readonly string[] = ['transcripts', 'bench.json']): number =>
  withDatabase(join(root, 'a.db'), (db) => {
    db.exec('CREATE TABLE sqlar(name TEXT PRIMARY KEY, mode INT, mtime INT, sz INT, data BLOB)');
    const insert = db.prepare('INSERT INTO sqlar VALUES (?, ?, 1, ?, ?)');
    for (const [name, data, { sz = data?.length ?? 0, mode = 0o100600 } = {}] of rows)
      insert.run(name, mode, sz, data === null ? null : Buffer.from(data));
    return extractFiles(db as unknown as ReadableDb, { to, wanted });
  });
const damaged = expect.objectContaining({ code: 'BACKUP_DAMAGED' });

test('what is wanted is written, for its owner alone; what is not stays away', () => {
  const rows: Row[] = [
    ['bench.json', '{}'],
    ['stop.json', 'latched'],
    ['transcripts', null, { mode: 0o040700 }],
    ['transcripts/2026-11-25-134005-supply-a.txt', '> *IDN?\n'],
    ['transcripts/empty.txt', null],
    ['vault.key', 'of another'],
  ];
  expect(extract(rows)).toBe(3);
  expect(readdirSync(to, { recursive: true, encoding: 'utf8' }).toSorted()).toEqual([
    'bench.json',
    'transcripts',
    join('transcripts', '2026-11-25-134005-supply-a.txt'),
    join('transcripts', 'empty.txt'),
  ]);
  expect(readFileSync(join(to, 'bench.json'), 'utf8')).toBe('{}');
  expect(statSync(join(to, 'bench.json')).mode & 0o777).toBe(0o600);
});

test.each([
  'transcripts/../../out.txt',
  'transcripts/..',
  'transcripts//out.txt',
  'transcripts/./out.txt',
  'transcripts/a/b/c/d/e.txt',
  'transcripts/.hidden',
  'transcripts/a:b',
  'transcripts/a\\..\\..\\out.txt',
  'transcripts/a\0b',
  `transcripts/${'a'.repeat(500)}`,
])('R-37: a name that leads elsewhere is refused: %j', (name) => {
  expect(() => extract([[name, 'x']])).toThrow(damaged);
  expect(readdirSync(root).toSorted()).toEqual(['a.db', 'to']);
});

test('an absolute name, or one above, is none of those that are wanted', () => {
  expect(
    extract([
      ['/tmp/out.txt', 'x'],
      ['../out.txt', 'x'],
      ['', 'x'],
    ]),
  ).toBe(0);
  expect(existsSync(join(root, 'out.txt'))).toBe(false);
});

test('no name stays inside and leads out: whatever it is made of', () => {
  const part = fc.oneof(fc.constantFrom('.', '..', '', 'a', ' ', '\\', '/', ':', '\0'), fc.string());
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
      const name = parts.join('/');
      fc.pre(isSafeName(name));
      expect(join('/x', name).startsWith('/x/')).toBe(true);
      expect(name).not.toMatch(/[\0\\:]|^\/|\/\/|(^|\/)\.+(\/|$)/);
    }),
  );
});

test('a length that is not that of the data is refused, and nothing is written through a link', () => {
  expect(() => extract([['bench.json', '{}', { sz: 5 }]])).toThrow(damaged);
  remove(join(root, 'a.db'));
  symlinkSync(join(root, 'elsewhere'), join(to, 'bench.json'));
  expect(() => extract([['bench.json', '{}']])).toThrow(
    expect.objectContaining({ code: 'FOLDER_UNWRITABLE', details: { system: 'EEXIST' } }),
  );
  expect(existsSync(join(root, 'elsewhere'))).toBe(false);
});

test('without an archive there are no files and no key', () => {
  withDatabase(join(root, 'a.db'), (db) => {
    expect(extractFiles(db as unknown as ReadableDb, { to, wanted: ['bench.json'] })).toBe(0);
    expect(wrappedDataKey(db as unknown as ReadableDb)).toBeNull();
  });
});
