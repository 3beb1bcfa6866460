import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mounts, readOnly, smallDisk } from '#main/bad-input/mount.fixture.ts';
import { allLines, historyFile } from '#main/history/history.fixture.ts';
import type { Exported } from '#shared/contract/exports.ts';
import type { HistoryFilter } from '#shared/contract/history.ts';
import { exported, exportsOver } from './export.fixture.ts';
import { manyRows } from './many-rows.fixture.ts';
import { parquetFacts } from './parquet-reader.fixture.ts';

const formats = ['csv', 'jsonl', 'parquet'] as const;
const code = (expected: string) => ({ code: expected });

describe('a finished export', () => {
  test.each(formats)('%s: a file, and the page of provenance beside it', async (format) => {
    const { whole, own, left, history } = await exported();
    const { result, progress } = await whole(format);
    const lines = (await allLines(history)).toReversed();
    const bytes = readFileSync(result.file);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(result).toEqual({
      file: result.file,
      provenance: `${result.file}.provenance.json`,
      rows: lines.length,
      bytes: bytes.length,
      sha256,
      unreadable: 0,
      withoutMarks: 0,
    });
    const name = basename(result.file);
    expect(name).toMatch(new RegExp(`^lablink-history-\\d{8}-\\d{6}-[a-z2-9]{6}\\.${format}$`));
    expect(left(own)).toEqual([name, `${name}.provenance.json`]);
    expect(statSync(result.file).mode & 0o777).toBe(0o600);
    const [first, last] = [lines[0]!, lines.at(-1)!];
    expect(JSON.parse(readFileSync(result.provenance, 'utf8'))).toMatchObject({
      form: 'lablink-export-1',
      file: name,
      format,
      bytes: bytes.length,
      sha256,
      rows: lines.length,
      first: { seq: first.seq, hash: first.hash },
      last: { seq: last.seq, hash: last.hash },
      chainHead: { seq: last.seq, hash: last.hash },
      damage: null,
      filter: { text: '', instrument: null },
      who: 'Ada',
      console: '1.2.3',
      host: 'bench-4',
    });
    expect(progress.at(-1)).toMatchObject({ done: lines.length, of: lines.length, unit: 'rows' });
  });

  test('has the lines that the pages of the history have for the same filter', async () => {
    const { whole, history } = await exported();
    const filters: Partial<HistoryFilter>[] = [
      { text: 'disp' },
      { text: '\u0001' },
      { text: 'xxxxx' },
      { instrument: 'i2' },
      { instrument: 'i1', kind: 'audit' },
      { lane: 'person', errors: true },
      { slowerMs: 1 },
      { slowerMs: 2 },
      { operator: 'Ada, B.' },
      { marked: true },
      { tag: 'a b' },
      { tag: 'none' },
      { from: 1_764_086_405_001, to: 1_764_086_405_003 },
    ];
    for (const filter of filters) {
      const { result } = await whole('jsonl', filter);
      const rows = readFileSync(result.file, 'utf8').split('\n').slice(0, -1);
      const seqs = rows.map((row) => (JSON.parse(row) as { seq: number }).seq);
      expect(seqs, JSON.stringify(filter)).toEqual(
        (await allLines(history, filter)).map(({ seq }) => seq).toReversed(),
      );
    }
  });

  test('goes where it is told to, and two at once have two names', async () => {
    const { whole, given, left } = await exported();
    await Promise.all([whole('csv', {}, given), whole('csv', {}, given)]);
    expect(left(given)).toHaveLength(4);
  });
});

describe('an export that does not end', () => {
  test.each(formats)('%s: cancelled, it leaves nothing, whenever that is', async (format) => {
    // So many that it is far from its end when it has said something three times.
    const { write, own, left } = exportsOver(await manyRows(150_000));
    for (const items of [0, 1, 2]) {
      const cancel = new AbortController();
      let seen = 0;
      const reading = (async () => {
        for await (const _ of write(format, {}, null, cancel.signal)) if (++seen > items) cancel.abort();
      })();
      await expect(reading).rejects.toMatchObject(code('CANCELLED'));
      expect(left(own), `after ${items} items`).toEqual([]);
    }
    // Its reader leaves: nobody is there to be told.
    for await (const _ of write(format)) break;
    expect(left(own)).toEqual([]);
  });

  test('is given up when the console closes', async () => {
    const { exports, write, own, left } = exportsOver(await manyRows(30_000));
    const items = write('csv')[Symbol.asyncIterator]();
    await items.next();
    // On a machine that is busy, progress may still be told.
    const rest = (async () => {
      while ((await items.next()).done !== true);
    })();
    const closed = exports.close();
    await expect(rest).rejects.toMatchObject(code('CANCELLED'));
    await closed;
    expect(left(own)).toEqual([]);
  });

  test('because the console was killed is removed by the next console', async () => {
    const file = await manyRows(1);
    const own = join(dirname(file), 'exports');
    mkdirSync(own);
    writeFileSync(join(own, '.0b6d2a54-7f0c-4f7e-9d5c-0a3c1f2e4d5b.partial'), 'half of it');
    writeFileSync(join(own, 'mine.csv'), '');
    const { whole, left } = exportsOver(file);
    const { result } = await whole('csv');
    expect(left(own)).toEqual([basename(result.file), basename(result.provenance), 'mine.csv']);
  });

  test('is refused while others run: each has a thread', async () => {
    const { write } = exportsOver(await manyRows(30_000));
    const running = [1, 2].map(() => write('csv')[Symbol.asyncIterator]());
    await Promise.all(running.map((each) => each.next()));
    await expect(write('csv')[Symbol.asyncIterator]().next()).rejects.toMatchObject(code('OVERLOADED'));
    for (const each of running) await each.return?.(undefined);
    // Its reader stops reading: that holds nobody up at the end.
    await expect(write('csv')[Symbol.asyncIterator]().next()).resolves.toMatchObject({ done: false });
  });

  test.runIf(mounts).each(formats)('%s: a full disk is said, and nothing is left on it', async (format) => {
    const disk = smallDisk(1);
    const { whole, left } = exportsOver(await manyRows(30_000));
    await expect(whole(format, {}, disk.folder)).rejects.toMatchObject(code('DISK_FULL'));
    expect(left(disk.folder)).toEqual([]);
  });

  test.runIf(mounts)('a folder that is read-only is said', async () => {
    const { whole, given, left } = await exported();
    readOnly(given);
    await expect(whole('csv', {}, given)).rejects.toMatchObject(code('FOLDER_UNWRITABLE'));
    expect(left(given)).toEqual([]);
  });

  test('a folder that is not there is not made; no folder, and half a path, are refused', async () => {
    const { whole, given } = await exported();
    writeFileSync(join(given, 'file'), '');
    await expect(whole('csv', {}, join(given, 'stick'))).rejects.toMatchObject(code('FOLDER_UNWRITABLE'));
    await expect(whole('csv', {}, join(given, 'file'))).rejects.toMatchObject(code('FOLDER_UNWRITABLE'));
    await expect(whole('csv', {}, 'exports')).rejects.toMatchObject(code('INPUT_INVALID'));
  });

  test('a database that cannot be read is said, and nothing is left', async () => {
    const file = historyFile();
    mkdirSync(join(dirname(file), 'exports'));
    writeFileSync(file, 'no database at all, but long enough to be looked at as one. '.repeat(100));
    const { whole, own, left } = exportsOver(file);
    await expect(whole('csv')).rejects.toMatchObject(code('DATABASE_CORRUPT'));
    expect(left(own)).toEqual([]);
  });
});

/** Bytes that an export may take beside the console: a row group of Parquet and its thread, whatever the number of rows. */
const memoryMax = 160 * 2 ** 20;

test.each(formats)(
  '%s: a long one is written in pieces; memory does not grow with it',
  { timeout: 120_000 },
  async (format) => {
    const rows = 250_000;
    const { write } = exportsOver(await manyRows(rows));
    const start = process.memoryUsage().rss;
    let most = 0;
    let result: Exported | null = null;
    for await (const item of write(format)) {
      most = Math.max(most, process.memoryUsage().rss - start);
      if (item.kind === 'result') ({ result } = item);
    }
    expect(result).toMatchObject({ rows: rows + 1 });
    expect(most).toBeLessThan(memoryMax);
    const groups = format === 'parquet' ? (await parquetFacts(result!.file)).groups : [0];
    expect(Math.max(...groups)).toBeLessThanOrEqual(20_000);
  },
);
