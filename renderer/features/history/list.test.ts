import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HistoryRow } from '#shared/contract/history.ts';
import { addPage, addTail, emptyList, type HistoryList, holdRows, keepRows, release } from './list.ts';
import { listEnd } from './search.ts';

const row = (seq: number, status: HistoryRow['status'] = 'ok'): HistoryRow => ({
  seq,
  kind: 'exchange',
  at: seq,
  operator: 'tech-02',
  instrument: 'a',
  instrumentName: 'Supply A',
  lane: 'person',
  request: 'VOLT 1',
  reply: null,
  status,
  fault: null,
  queueMs: 0,
  wireMs: 1,
  interrupted: false,
  link: null,
  hash: '00',
});
const seqs = (list: HistoryList): number[] => list.rows.map(({ seq }) => seq);
const page = (rows: HistoryRow[], next: number | null) => ({ rows, next });

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

describe('how far a search looks', () => {
  const list = addPage(emptyList, page([row(9)], 5));
  it('goes on by scrolling while it finds something', () => {
    expect(listEnd(list, { text: 'VOLT', lastFound: 1, busy: false }).kind).toBe('more');
  });
  it('stops after a part with nothing, and says where', () => {
    expect(listEnd(list, { text: 'VOLT', lastFound: 0, busy: false })).toEqual({
      kind: 'searched-to',
      seq: 5,
    });
  });
  it('never stops a list without a search', () => {
    expect(listEnd(list, { text: '', lastFound: 0, busy: false }).kind).toBe('more');
  });
  it('ends at the beginning, and waits while a page is under way', () => {
    expect(listEnd({ ...list, next: null }, { text: 'x', lastFound: 0, busy: false }).kind).toBe('beginning');
    expect(listEnd(list, { text: 'x', lastFound: 0, busy: true }).kind).toBe('loading');
    expect(listEnd(emptyList, { text: '', lastFound: 0, busy: false }).kind).toBe('loading');
  });
});
