import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { mapOf, type Owner } from '#main/database/flipped-byte.fixture.ts';
import { look, tamper } from '#main/database/tamper.fixture.ts';
import { historyFile, link, outcome, request } from '#main/history/history.fixture.ts';
import { bareHistory } from '#main/history/search/search.fixture.ts';
import { historyWrites } from '#main/history/write-operations.ts';
import { exportsOver } from './export.fixture.ts';

const pageBytes = 4096;
const commands = 3000;

let sound: Buffer;
let owners: ReadonlyMap<number, Owner>;
beforeAll(() => {
  const bare = bareHistory();
  const { db } = bare;
  db.exec('BEGIN');
  for (let n = 0; n < commands; n++) {
    const intent = bare.intend(n, link(), request(`VOLT ${n}`));
    bare.settle(intent, n, outcome(`+${n}`));
    if (n % 500 === 0)
      historyWrites.mark(db, {
        seq: intent,
        pinned: true,
        note: `note ${n}`,
        tags: ['odd'],
        who: 'Ada',
        at: n,
      });
  }
  db.exec('COMMIT');
  bare.index();
  db.pragma('wal_checkpoint(TRUNCATE)');
  sound = readFileSync(db.name);
  owners = mapOf(db.name).owners;
  bare.close();
});

/** Pages of a table, in the order of the file. */
const pagesOf = (name: string, type: string): number[] =>
  [...owners].filter(([, owner]) => owner.name === name && owner.type === type).map(([page]) => page);

/** A copy with these pages overwritten. */
function damaged(...pages: readonly number[]): string {
  const file = historyFile();
  const bytes = Buffer.from(sound);
  for (const page of pages) bytes.fill(0xff, (page - 1) * pageBytes, page * pageBytes);
  writeFileSync(file, bytes);
  return file;
}

interface Damage {
  readonly lines: number;
  readonly withoutMarks: number;
  readonly stretches: readonly { from: number; to: number; lines: number }[];
}

async function exportOf(file: string, filter = {}) {
  const { whole } = exportsOver(file);
  const { result } = await whole('jsonl', filter);
  const rows = readFileSync(result.file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map(
      (row) =>
        JSON.parse(row) as {
          seq: number;
          request: string;
          reply: string;
          note: string | null;
          pinned: unknown;
        },
    );
  const { damage } = JSON.parse(readFileSync(result.provenance, 'utf8')) as { damage: Damage | null };
  return { result, rows, damage };
}

test.each([
  ['a page of rows', () => [pagesOf('record', 'leaf').at(20)!]],
  [
    'two pages side by side, and one far behind',
    () => [40, 41, 90].map((at) => pagesOf('record', 'leaf').at(at)!),
  ],
  ['the first page of rows', () => [pagesOf('record', 'leaf')[0]!]],
  ['a page of the index from an intent to its outcome', () => [pagesOf('record_outcome', 'leaf').at(3)!]],
])('%s: what is on others is exported, and what is missing is said', async (_what, choose) => {
  const { result, rows, damage } = await exportOf(damaged(...choose()));
  expect(damage).not.toBeNull();
  const { lines, withoutMarks, stretches } = damage!;
  expect(lines).toBeGreaterThan(0);
  expect(result).toMatchObject({ rows: rows.length, unreadable: lines, withoutMarks });
  expect(rows.length + lines).toBe(commands);
  expect(stretches.reduce((sum, each) => sum + each.lines, 0)).toBe(lines);
  // What is there is what was written, whole, in its order; and none of it lies in a stretch that is said to be missing.
  expect(rows.map(({ seq, request: sent, reply }) => [seq, sent, reply])).toEqual(
    rows.map(({ seq }) => [seq, `VOLT ${(seq - 1) / 2}`, `+${(seq - 1) / 2}`]),
  );
  const seqs = rows.map(({ seq }) => seq);
  expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b));
  expect(seqs.filter((seq) => stretches.some(({ from, to }) => seq >= from && seq <= to))).toEqual([]);
});

test('without the page above all rows, or the last one, nobody knows what there is: refused, and nothing is left', async () => {
  for (const page of [pagesOf('record', 'internal')[0]!, pagesOf('record', 'leaf').at(-1)!]) {
    const { whole, own, left } = exportsOver(damaged(page));
    await expect(whole('csv')).rejects.toMatchObject({ code: 'DATABASE_CORRUPT' });
    expect(left(own)).toEqual([]);
  }
});

test('notes that cannot be read cost no line; that they are not known is not said to be none', async () => {
  const { result, rows, damage } = await exportOf(damaged(...pagesOf('mark', 'leaf')));
  expect(rows).toHaveLength(commands);
  expect(damage).toMatchObject({ lines: 0, withoutMarks: commands, stretches: [] });
  expect(result).toMatchObject({ unreadable: 0, withoutMarks: commands });
  expect(rows[0]).toMatchObject({ note: null, pinned: null });
});

test('a row that was taken out is missing too; what retention took is not', async () => {
  const file = damaged();
  tamper(file, 'DELETE FROM record WHERE seq BETWEEN 101 AND 104');
  expect((await exportOf(file)).damage).toMatchObject({
    lines: 2,
    stretches: [{ from: 100, to: 104, lines: 2 }],
  });
  const kept = damaged();
  const [{ line, hash } = { line: 0, hash: new Uint8Array() }] = look<{ line: number; hash: Uint8Array }>(
    kept,
    'SELECT line, hash FROM record WHERE seq = 200',
  );
  tamper(
    kept,
    [
      `INSERT INTO checkpoint (at, who, reason, first, last, line, before, hash, public_key, signature)
       VALUES (1, 'Ada', 'test', 1, 200, ?, zeroblob(32), ?, zeroblob(32), zeroblob(64))`,
      line,
      hash,
    ],
    'DELETE FROM record WHERE seq <= 200 AND seq NOT IN (1, 2)',
  );
  const { rows, damage } = await exportOf(kept);
  expect(damage).toBeNull();
  expect(rows).toHaveLength(commands - 100 + 1);
});
