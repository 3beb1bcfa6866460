import { expect, test } from 'vitest';
import { look } from '#main/database/tamper.fixture.ts';
import type { Mark } from '#shared/contract/history.ts';
import {
  allLines,
  audited,
  call,
  historyFile,
  link,
  openedHistory,
  outcome,
  request,
  verified,
} from '#main/history/history.fixture.ts';

const opened = async () => {
  const file = historyFile();
  const { history, database } = await openedHistory(file);
  const seq = await history.journal.intend(link(), request('VOLT 1'));
  await history.journal.settle(seq, outcome());
  const mark = async (change: Partial<Mark>, of = seq): Promise<Mark> =>
    await history.handlers.mark({ pinned: null, note: null, tags: null, ...change, seq: of }, call());
  const shown = async (of = seq): Promise<Mark | null> =>
    (await history.handlers.detail({ seq: of }, call())).row.mark;
  const rows = (table: string) => look(file, `SELECT * FROM ${table} ORDER BY 1, 2`);
  return { history, database, seq, mark, shown, rows };
};

test('a row is pinned, noted and tagged one after the other; what is not given stays', async () => {
  const { mark, shown } = await opened();
  expect(await shown()).toBeNull();
  expect(await mark({ pinned: true })).toEqual({ pinned: true, note: '', tags: [] });
  expect(await mark({ note: 'the good run' })).toEqual({ pinned: true, note: 'the good run', tags: [] });
  const whole = { pinned: true, note: 'the good run', tags: ['burn-in', 'DUT 7'] };
  expect(await mark({ tags: ['burn-in', 'DUT 7', 'burn-in'] })).toEqual(whole);
  expect(await shown()).toEqual(whole);
  expect(await mark({ pinned: false })).toEqual({ ...whole, pinned: false });
});

test('a mark that says nothing leaves nothing', async () => {
  const { mark, shown, rows } = await opened();
  await mark({ pinned: true, note: 'x', tags: ['a'] });
  expect(await mark({ pinned: false, note: '', tags: [] })).toEqual({ pinned: false, note: '', tags: [] });
  expect(await shown()).toBeNull();
  expect([rows('mark'), rows('mark_tag')]).toEqual([[], []]);
  await mark({});
  expect(rows('mark')).toEqual([]);
});

test('it is kept with who changed it last, and stands outside the chain', async () => {
  const { history, database, mark, seq, rows } = await opened();
  const before = rows('record');
  await mark({ pinned: true, tags: ['a'] });
  expect(rows('mark')).toMatchObject([{ seq, pinned: 1, note: '', tags: '["a"]', by_whom: 'Ada' }]);
  expect(rows('mark_tag')).toEqual([{ tag: 'a', seq }]);
  expect(rows('record')).toEqual(before);
  expect(await verified(database)).toMatchObject({ broken: null });
  // A page has it as well.
  expect((await allLines(history)).find((row) => row.seq === seq)?.mark).toMatchObject({ pinned: true });
});

test('only a line can be marked: no outcome, nothing that is not there', async () => {
  const { mark, seq, rows } = await opened();
  for (const other of [seq + 1, 999])
    await expect(mark({ pinned: true }, other)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: `The history has no row ${other}.`,
    });
  expect(rows('mark')).toEqual([]);
});

test('an audit row is a line as well', async () => {
  const { history, mark, shown } = await opened();
  await history.audit.record(audited('instruments.set'));
  const [row] = await allLines(history);
  expect(row?.kind).toBe('audit');
  await mark({ note: 'why' }, row!.seq);
  expect(await shown(row!.seq)).toEqual({ pinned: false, note: 'why', tags: [] });
});

test('tags are listed with the rows that have them, the most used first', async () => {
  const { history, mark, seq } = await opened();
  const other = await history.journal.intend(link(), request('VOLT 2'));
  await mark({ tags: ['b', 'a'] });
  await mark({ tags: ['b'] }, other);
  expect(await history.handlers.tags({}, call())).toEqual([
    { tag: 'b', rows: 2 },
    { tag: 'a', rows: 1 },
  ]);
  await mark({ tags: [] }, seq);
  expect(await history.handlers.tags({}, call())).toEqual([{ tag: 'b', rows: 1 }]);
});
