import { expect, it } from 'vitest';
import { everything } from '#shared/contract/history.ts';
import { historyRow } from '#shared/history/row.fixture.ts';
import { footWords } from './ListFoot.tsx';
import { addPage, emptyOf } from './list.ts';

const now = new Date(2026, 10, 25, 15, 30).getTime();
const back = new Date(2026, 10, 24, 12, 3).getTime();
const plain = addPage(emptyOf(everything), { rows: [historyRow()], next: 5, searchedTo: back, way: 'index' });
const filtered = { ...plain, filter: { ...everything, errors: true } };

it('says how far it was looked, in the words of a clock', () => {
  const end = { kind: 'searched-to', at: back } as const;
  expect(footWords(filtered, end, now)).toBe('Searched back to 12:03 on 24 Nov. 1 row so far.');
  expect(footWords({ ...filtered, rows: [] }, end, now)).toBe(
    'Searched back to 12:03 on 24 Nov. Nothing so far.',
  );
  const since = { ...filtered, filter: { ...everything, from: now } };
  expect(footWords(since, end, now)).toContain('before the time that was asked for');
  expect(footWords(since, { kind: 'searched-to', at: now }, now)).not.toContain('before');
});

it('speaks of a search only where something narrows the history', () => {
  expect(footWords(filtered, { kind: 'beginning' }, now)).toBe('1 row, down to the beginning of the history');
  expect(footWords(plain, { kind: 'beginning' }, now)).toBe('Down to the beginning of the history');
  expect(footWords(filtered, { kind: 'searching', at: back }, now)).toBe(
    'Searching… back to 12:03 on 24 Nov, 1 row so far',
  );
  expect(footWords(plain, { kind: 'loading' }, now)).toBe('Loading…');
});

it('says why a search goes row by row', () => {
  const of = (text: string) => ({ ...filtered, filter: { ...everything, text }, way: 'scan' as const });
  expect(footWords(of('ab'), { kind: 'more' }, now)).toContain('(row by row: fewer than three characters)');
  expect(footWords(of('---'), { kind: 'searching', at: null }, now)).toContain(
    'the index does not have these',
  );
  expect(footWords({ ...of('abc'), way: 'index' }, { kind: 'more' }, now)).not.toContain('row by row');
});
