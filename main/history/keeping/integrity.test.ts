import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { look, tamper } from '#main/database/tamper.fixture.ts';
import { call, historyFile, link, outcome, request } from '#main/history/history.fixture.ts';
import { bareHistory } from '#main/history/search/search.fixture.ts';
import { historyWrites } from '#main/history/write-operations.ts';
import type { Progress } from '#shared/contract/work.ts';
import { keepingDesk, resultOf } from './keeping.fixture.ts';

const question = { instrument: 'i1', channel: 1, quantity: 'voltage', from: 0, to: 400, columns: 4 } as const;

/** A console with two blocks of readings, a note with tags, and a command, closed: made once, each test has a copy. */
const sound = ((): Buffer => {
  const bare = bareHistory();
  const { db } = bare;
  const seq = bare.intend(1, link(), request('VOLT 1'));
  bare.settle(seq, 2, outcome());
  const series = { instrument: 'i1', channel: 1, quantity: 'voltage' };
  for (const [at, value] of [
    [50, 1],
    [350, 2],
  ] as const)
    historyWrites.readings(db, [{ ...series, times: Float64Array.of(at), values: Float64Array.of(value) }]);
  historyWrites.mark(db, { seq, pinned: true, note: 'the spike', tags: ['odd', 'é'], who: 'Ada', at: 3 });
  db.pragma('wal_checkpoint(TRUNCATE)');
  const bytes = readFileSync(db.name);
  bare.close();
  return bytes;
})();
function written(): string {
  const file = historyFile();
  writeFileSync(file, sound);
  return file;
}

const checked = async (file: string) => {
  const desk = await keepingDesk(file);
  const integrity = await resultOf(desk.keeping.handlers.integrity({}, call()));
  const verdict = await desk.verify();
  const trend = await desk.history.trend(question);
  const health = await desk.keeping.handlers.health({}, call());
  await desk.close();
  return { integrity, verdict, trend, health };
};

describe('a bit that flipped outside the chain', () => {
  test('of a sound database nothing is said', async () => {
    const { integrity, verdict, trend, health } = await checked(written());
    expect(integrity).toEqual({ ok: true, problems: [], unchecked: 0 });
    expect(verdict).toMatchObject({ holds: true, values: { rows: 3, unchecked: 0, problems: [] } });
    expect([...trend.max]).toEqual([1, Number.NaN, Number.NaN, 2]);
    expect(health.integrity).toMatchObject({ ok: true, unchecked: 0 });
  });

  test.each([
    ['a value', "UPDATE reading_block SET readings = x'000000000000f83f' WHERE rowid = 1"],
    ['a time', "UPDATE reading_block SET times = x'0000000000005940' WHERE rowid = 1"],
    ['the greatest', 'UPDATE reading_block SET max = 9 WHERE rowid = 1'],
    ['the channel', 'UPDATE reading_block SET from_at = from_at + 1 WHERE rowid = 1'],
  ])('in %s of a block of readings: named, and shown as a hole', async (_what, change) => {
    const file = written();
    tamper(file, change);
    const { integrity, verdict, trend, health } = await checked(file);
    const problem = 'row 1 of reading_block (voltage of channel 1 of i1) is not what was written';
    expect(integrity).toEqual({ ok: false, problems: [problem], unchecked: 0 });
    expect(verdict).toMatchObject({ holds: true, values: { problems: [problem] } });
    expect(health.integrity).toMatchObject({ ok: false, problems: [problem] });
    expect([...trend.max]).toEqual([Number.NaN, Number.NaN, Number.NaN, 2]);
  });

  test.each([
    ["UPDATE mark SET note = 'the spine'", /row \d+ of mark, a note, is not what was written/],
    ['UPDATE mark SET pinned = 0', /row \d+ of mark, a note, is not what was written/],
    [
      "UPDATE mark_tag SET tag = 'ode' WHERE tag = 'odd'",
      /rows of mark_tag are not the tags of row \d+ of mark/,
    ],
    ["DELETE FROM mark_tag WHERE tag = 'odd'", /rows of mark_tag are not the tags of row \d+ of mark/],
  ])('in a note or a tag (%s): named', async (change, problem) => {
    const file = written();
    tamper(file, change);
    const { integrity, verdict } = await checked(file);
    expect(integrity).toMatchObject({ ok: false, problems: [expect.stringMatching(problem)] });
    expect(verdict.values.problems).toEqual([expect.stringMatching(problem)]);
  });

  test('in a row that an older version wrote: nobody can say, and that is said', async () => {
    const file = written();
    tamper(
      file,
      'UPDATE reading_block SET crc = NULL, max = 9 WHERE rowid = 1',
      'UPDATE mark SET crc = NULL',
    );
    const { integrity, verdict } = await checked(file);
    expect(integrity).toEqual({ ok: true, problems: [], unchecked: 2 });
    expect(verdict.values).toEqual({ rows: 3, unchecked: 2, problems: [] });
  });
});

describe('the check of the file', () => {
  test('says how far it is, in pages, and finds what names a row that is not there', async () => {
    const file = written();
    tamper(file, 'INSERT INTO interrupted VALUES (999)');
    const desk = await keepingDesk(file);
    const stages: Progress[] = [];
    const problems: string[] = [];
    for await (const item of desk.keeping.handlers.integrity({}, call()))
      if (item.kind === 'progress') stages.push(item.progress);
      else problems.push(...item.result.problems);
    expect(problems).toEqual(['row 999 of interrupted names a row of record that is not there']);
    const [pages] = look<{ page_count: number }>(file, 'PRAGMA page_count');
    expect(stages[0]).toMatchObject({ stage: 'Check every page', unit: 'pages' });
    expect(stages[0]!.of).toBeGreaterThanOrEqual(pages!.page_count);
    expect(stages.some(({ done, of }) => done === of)).toBe(true);
  });

  test('is over at once when it is cancelled, whatever the reader is at', async () => {
    const desk = await keepingDesk();
    await desk.work(5);
    const cancel = new AbortController();
    const read = desk.database.read.bind(desk.database);
    const asked: string[] = [];
    // A table that takes for ever.
    desk.database.read = ((name: 'integrityOf', input: string) => {
      asked.push(name);
      return name === 'integrityOf' && asked.length > 3 ? new Promise(() => undefined) : read(name, input);
    }) as typeof read;
    const work = resultOf(desk.keeping.handlers.integrity({}, call(cancel.signal)));
    await expect.poll(() => asked.length).toBe(4);
    cancel.abort();
    await expect(work).rejects.toMatchObject({ code: 'CANCELLED' });
    expect((await desk.keeping.handlers.health({}, call())).integrity).toBeNull();
  });
});
