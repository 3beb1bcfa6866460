import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { columnNames, columns } from './columns.ts';
import { exported, programRuns } from './export.fixture.ts';
import { parquetFacts, parquetRows } from './parquet-reader.fixture.ts';
import { type Truth, truth } from './truth.fixture.ts';

const python = '/usr/bin/python3';
const run = (program: string, args: readonly string[]): string =>
  execFileSync(program, args, { encoding: 'utf8', timeout: 30_000, maxBuffer: 64_000_000 });

/** What a cell of CSV stands for: the apostrophe that keeps a spreadsheet from running it is taken off again. */
const undone = (cell: string): string => (cell.startsWith("'") ? cell.slice(1) : cell);
/** A row as CSV tells it: everything is text, and nothing is empty. */
const asText = (row: Truth): Record<string, string> =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === null ? '' : String(value)]));

test('JSON Lines has every row as the console shows it, bytes and all', async () => {
  const { whole, history } = await exported();
  const { result } = await whole('jsonl');
  const text = readFileSync(result.file, 'utf8');
  const rows = text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    // What is JSON in the history is JSON here: no text in quotes.
    .map((row) => ({ ...row, ...jsonAgain(row, 'detail'), ...jsonAgain(row, 'tags') }));
  const expected = await truth(history);
  expect(rows).toEqual(expected);
  expect(expected.length).toBe(result.rows);
  expect(rows.every((row) => Object.keys(row).join() === columnNames.join())).toBe(true);
});

const jsonAgain = (row: Record<string, unknown>, name: string) => ({
  [name]: row[name] === null ? null : JSON.stringify(row[name]),
});

test('Parquet is read by another program with the same values, row for row', async () => {
  const { whole, history } = await exported();
  const { result } = await whole('parquet');
  const rows = parquetRows(result.file).map((row) => ({
    ...row,
    ...Object.fromEntries(
      columnNames
        .filter((name) => columns[name] === 'integer' && row[name] !== null)
        .map((name) => [name, Number(row[name])]),
    ),
    time: new Date(row['time'] as number).toISOString(),
  }));
  expect(rows).toEqual(await truth(history));
  const { facts } = await parquetFacts(result.file);
  expect(Object.fromEntries(facts)).toMatchObject({
    'lablink.form': 'lablink-export-1',
    'lablink.console': '1.2.3',
    'lablink.host': 'bench-4',
    'lablink.who': 'Ada',
    'lablink.chain_head_hash': (await truth(history)).at(-1)!['hash'],
  });
});

test.runIf(programRuns(python, ['-c', 'import csv']))(
  'CSV is read by Python with the same values, row for row',
  async () => {
    const { whole, history } = await exported();
    const { result } = await whole('csv');
    const read = `import csv, json, sys
with open(sys.argv[1], newline='', encoding='utf-8') as file:
    print(json.dumps(list(csv.DictReader(file, strict=True))))`;
    const rows = JSON.parse(run(python, ['-c', read, result.file])) as Record<string, string>[];
    const cells = rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, undone(cell)])),
    );
    expect(cells).toEqual((await truth(history)).map(asText));
    // No cell but a number begins with what a spreadsheet runs.
    const begins = rows.flatMap((row) => Object.values(row)).filter((cell) => /^\s*[=+@＝-]/.test(cell));
    expect(begins.sort()).toEqual(['+1', '+1', '+1', '-3.300E+00', '-3.300E+00', '-3.300E+00']);
  },
);

test.runIf(programRuns('sqlite3', ['--version']))('CSV is imported by sqlite3, row for row', async () => {
  const { whole, history } = await exported();
  const { result } = await whole('csv');
  const said = run('sqlite3', [
    '-json',
    ':memory:',
    '-cmd',
    `.import --csv ${result.file} t`,
    'SELECT * FROM t',
  ]);
  const rows = (JSON.parse(said) as Record<string, string>[]).map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, undone(cell)])),
  );
  expect(rows).toEqual((await truth(history)).map(asText));
});

test('an export of nothing is a whole file of its format', async () => {
  const { whole } = await exported();
  const nothing = { operator: 'nobody' };
  const csv = await whole('csv', nothing);
  expect(readFileSync(csv.result.file, 'utf8')).toBe(`${columnNames.join(',')}\r\n`);
  const jsonl = await whole('jsonl', nothing);
  expect(readFileSync(jsonl.result.file, 'utf8')).toBe('');
  const parquet = await whole('parquet', nothing);
  expect(parquetRows(parquet.result.file)).toEqual([]);
  for (const { result } of [csv, jsonl, parquet]) expect(result.rows).toBe(0);
});

test('the page for users names every column, in its order', () => {
  const page = readFileSync(new URL('../../docs/exports.md', import.meta.url), 'utf8');
  const named = [...page.matchAll(/^\| `(\w+)` +\| (\w+)/gm)].map(([, name, type]) => [name, type]);
  expect(named).toEqual(Object.entries(columns));
});
