import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everything, type HistoryRow } from '#shared/contract/history.ts';
import { historyRow } from '#shared/history/row.fixture.ts';
import {
  addPage,
  addTail,
  emptyList,
  emptyOf,
  type HistoryList,
  holdRows,
  keepRows,
  release,
  remark,
} from './list.ts';
import { listEnd } from './search.ts';

const row = (seq: number, status: HistoryRow['status'] = 'ok'): HistoryRow =>
  historyRow({ seq, status, at: seq });
const seqs = (list: HistoryList): number[] => list.rows.map(({ seq }) => seq);
const page = (rows: HistoryRow[], next: number | null) => ({
  rows,
  next,
  searchedTo: next,
  way: 'index' as const,
});

describe('the history on screen', () => {
  it('puts new rows on top and older pages below, each number once', () => {
    let list = addPage(emptyList, page([row(9), row(8)], 8));
    list = addTail(list, { rows: [row(10)], gap: false }, false);
    list = addPage(list, page([row(7), row(6)], null));
    expect(seqs(list)).toEqual([10, 9, 8, 7, 6]);
    expect(list.next).toBeNull();
  });
  it('shows the outcome of a row that is on screen, held or not', () => {
    for (const held of [true, false]) {
      const list = addPage(emptyList, page([row(9, 'in-flight')], 9));
      const after = addTail(list, { rows: [row(9, 'timeout')], gap: false }, held);
      expect(after.rows.map(({ status }) => status)).toEqual(['timeout']);
      expect(after.held).toEqual([]);
    }
  });
  it('keeps the tail that came before the first page', () => {
    const list = addTail(emptyList, { rows: [row(10)], gap: false }, false);
    expect(seqs(addPage(list, page([row(9)], null)))).toEqual([10, 9]);
  });
  it('leaves outcomes of rows that are not loaded yet to their page', () => {
    const list = addPage(emptyList, page([row(9)], 9));
    expect(seqs(addTail(list, { rows: [row(3, 'timeout')], gap: false }, false))).toEqual([9]);
  });
  it('holds new rows aside, then shows them', () => {
    let list = addPage(emptyList, page([row(9)], null));
    list = addTail(list, { rows: [row(10)], gap: false }, true);
    list = addTail(list, { rows: [row(11)], gap: false }, true);
    expect(seqs(list)).toEqual([9]);
    expect(list.held).toHaveLength(2);
    expect(seqs(release(list))).toEqual([11, 10, 9]);
  });
  it('is torn by a gap, and by more than it keeps aside', () => {
    const list = addPage(emptyList, page([row(1)], null));
    expect(addTail(list, { rows: [], gap: true }, false).torn).toBe(true);
    const many = Array.from({ length: holdRows + 1 }, (_, index) => row(index + 2));
    const held = addTail(list, { rows: many, gap: false }, true);
    expect(held.torn).toBe(true);
    expect(held.held).toHaveLength(holdRows);
  });
  it('stays bounded while it follows, and can go on from where it was cut', () => {
    let list = addPage(emptyList, page([row(1)], null));
    const many = Array.from({ length: keepRows + 10 }, (_, index) => row(index + 2));
    list = addTail(list, { rows: many, gap: false }, false);
    expect(list.rows).toHaveLength(keepRows);
    expect(list.next).toBe(list.rows.at(-1)?.seq);
  });
  it('is always newest first without doubles', () => {
    const step = fc.record({
      kind: fc.constantFrom('page', 'tail', 'held', 'release'),
      seqs: fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 8 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let list = emptyList;
        for (const { kind, seqs: numbers } of steps) {
          const rows = numbers.map((seq) => row(seq));
          if (kind === 'page') list = addPage(list, page(rows, 1));
          else if (kind === 'release') list = release(list);
          else list = addTail(list, { rows, gap: false }, kind === 'held');
        }
        for (const rows of [list.rows, list.held])
          for (let index = 1; index < rows.length; index++)
            expect(rows[index - 1]!.seq).toBeGreaterThan(rows[index]!.seq);
      }),
    );
  });
});

describe('the list under a filter', () => {
  const errors = addPage(emptyOf({ ...everything, errors: true }), page([row(9, 'timeout')], 5));
  it('takes from the tail only what fits', () => {
    const list = addTail(
      errors,
      { rows: [row(10), row(11, 'error'), row(12, 'in-flight')], gap: false },
      false,
    );
    expect(seqs(list)).toEqual([11, 9]);
  });
  it('takes a row once its outcome makes it fit, in its place', () => {
    let list = addTail(errors, { rows: [row(10, 'in-flight'), row(11, 'error')], gap: false }, false);
    list = addTail(list, { rows: [row(10, 'lost')], gap: false }, false);
    expect(seqs(list)).toEqual([11, 10, 9]);
  });
  it('takes the outcome of a row that lies in the part that was looked through, and leaves older ones to their page', () => {
    const list = addTail(
      errors,
      { rows: [row(6, 'lost'), row(5, 'lost'), row(4, 'lost')], gap: false },
      false,
    );
    expect(seqs(list)).toEqual([9, 6, 5]);
  });
  it('lets a row go that does not fit any more, shown or waiting', () => {
    const text = addPage(emptyOf({ ...everything, text: 'flight' }), page([], 5));
    const with_ = (seq: number, fault: string | null) => historyRow({ seq, fault });
    for (const held of [true, false]) {
      let list = addTail(text, { rows: [with_(9, 'in flight')], gap: false }, held);
      expect([...list.rows, ...list.held]).toHaveLength(1);
      list = addTail(list, { rows: [with_(9, null)], gap: false }, held);
      expect([...list.rows, ...list.held]).toEqual([]);
    }
  });
  it('counts what waits by the same rule', () => {
    const list = addTail(errors, { rows: [row(10), row(11, 'error')], gap: false }, true);
    expect(list.held.map(({ seq }) => seq)).toEqual([11]);
    expect(seqs(release(list))).toEqual([11, 9]);
  });
});

describe('how far a search looks', () => {
  const list = addPage(emptyOf({ ...everything, text: 'VOLT' }), page([row(9)], 5));
  const rest = { busy: false, cancelled: false };
  it('says how far it is while it goes on, and goes on by scrolling once it has found something', () => {
    expect(listEnd(list, { ...rest, busy: true })).toEqual({ kind: 'searching', at: 5 });
    expect(listEnd(list, rest).kind).toBe('more');
    expect(listEnd(emptyOf(list.filter), { ...rest, busy: true })).toEqual({ kind: 'searching', at: null });
  });
  it('stops when it is cancelled, and says where', () => {
    expect(listEnd(list, { ...rest, cancelled: true })).toEqual({ kind: 'searched-to', at: 5 });
    expect(listEnd(emptyOf(list.filter), { ...rest, cancelled: true })).toEqual({
      kind: 'searched-to',
      at: null,
    });
  });
  it('is only loading where nothing narrows the list', () => {
    expect(listEnd({ ...list, filter: everything }, { ...rest, busy: true }).kind).toBe('loading');
  });
  it('ends at the beginning, and waits for its first page', () => {
    expect(listEnd({ ...list, next: null }, rest).kind).toBe('beginning');
    expect(listEnd({ ...list, next: null }, { ...rest, cancelled: true }).kind).toBe('beginning');
    expect(listEnd(emptyList, rest).kind).toBe('loading');
  });
});

describe('what is added to a row', () => {
  const mark = { pinned: true, note: '', tags: ['rev C'] };
  it('is shown in the row, on screen or waiting, and nowhere else', () => {
    const list = addTail(
      addPage(emptyList, page([row(9), row(8)], null)),
      { rows: [row(10)], gap: false },
      true,
    );
    expect(remark(list, 9, mark).rows.map((each) => each.mark)).toEqual([mark, null]);
    expect(remark(list, 10, mark).held.map((each) => each.mark)).toEqual([mark]);
    expect(remark(list, 3, mark).rows).toBe(list.rows);
  });
});
