import { describe, expect, it } from 'vitest';
import { historyRow } from '#shared/history/row.fixture.ts';
import { copiedWords, ends, extend, recordingName, setEnd, stretchFacts, stretchWords } from './stretch.ts';

const at = (minute: number): number => new Date(2026, 10, 25, 14, minute).getTime();
const row = (seq: number, over: Parameters<typeof historyRow>[0] = {}) =>
  historyRow({ seq, at: at(seq), ...over });

describe('a stretch as it is chosen', () => {
  it('goes from the chosen row with Shift, and on from its own end', () => {
    const one = extend(null, 9, 8);
    expect(ends(one)).toEqual({ from: 8, to: 9 });
    const two = extend(one, 8, 6);
    expect(ends(two)).toEqual({ from: 6, to: 9 });
    // Back over its beginning: the other side.
    expect(ends(extend(two, 6, 12))).toEqual({ from: 9, to: 12 });
  });
  it('begins anew from another row, and from a row alone', () => {
    expect(ends(extend({ anchor: 9, head: 6 }, 3, 2))).toEqual({ from: 2, to: 3 });
    expect(ends(extend(null, null, 5))).toEqual({ from: 5, to: 5 });
  });
  it('has a beginning and an end that are set by themselves', () => {
    const begun = setEnd(null, 'begin', 5);
    expect(ends(begun)).toEqual({ from: 5, to: 5 });
    expect(ends(setEnd(begun, 'end', 9))).toEqual({ from: 5, to: 9 });
    expect(ends(setEnd({ anchor: 5, head: 9 }, 'begin', 7))).toEqual({ from: 7, to: 9 });
    expect(ends(setEnd({ anchor: 5, head: 9 }, 'end', 3))).toEqual({ from: 3, to: 3 });
    expect(ends(setEnd({ anchor: 5, head: 9 }, 'begin', 12))).toEqual({ from: 12, to: 12 });
  });
});

describe('what a stretch is', () => {
  const rows = [
    row(5, { kind: 'audit', lane: null, instrument: 'x', instrumentName: '' }),
    row(4, { instrument: 'b', instrumentName: 'Load' }),
    row(3),
    row(2),
    row(1),
  ];
  it('counts its rows, and the instruments that were talked to', () => {
    const facts = stretchFacts({ anchor: 5, head: 2 }, rows)!;
    expect(facts).toMatchObject({ rows: 4, first: at(2), last: at(5) });
    expect([...facts.instruments]).toEqual([
      ['a', 'Supply A'],
      ['b', 'Load'],
    ]);
    expect(stretchWords(facts, at(30))).toBe('4 rows, 14:02:00 to 14:05:00');
    expect(stretchWords(facts, at(30) + 86_400_000)).toBe('4 rows, 14:02:00 to 14:05:00 on 25 Nov');
    expect(stretchFacts({ anchor: 50, head: 40 }, rows)).toBeNull();
  });
  it('says what was copied, and what was not', () => {
    expect(copiedWords('script', 1, [])).toBe('1 line copied as a SCPI script.');
    expect(copiedWords('transcript', 12, [{ why: 'polls that are only readings', count: 3 }])).toBe(
      '12 lines copied as a transcript. Left out: 3 (polls that are only readings).',
    );
    expect(recordingName('Supply A/1', at(2))).toBe('Supply A 1 2026-11-25 14-02-00');
  });
});
