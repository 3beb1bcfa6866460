import { describe, expect, it } from 'vitest';
import { everything, type HistoryFilter } from '#shared/contract/history.ts';
import { chips, parseSlower, slowerDraft } from './filter-words.ts';

const now = new Date(2026, 10, 25, 15, 30).getTime();
const full: HistoryFilter = {
  text: ' volt ',
  instrument: 'a',
  lane: 'poll',
  kind: 'audit',
  errors: true,
  slowerMs: 1500,
  operator: 'tech-02',
  from: now - 60_000,
  to: now,
  marked: true,
  tag: 'rev C',
};

describe('what narrows the history, in words', () => {
  it('has one chip for each part, and each takes away its own part alone', () => {
    const all = chips(full, new Map([['a', 'Supply A']]), now);
    expect(all.map(({ words }) => words)).toEqual([
      'Has “volt”',
      'Supply A',
      'Failed only',
      'Actions only',
      'Lane poll',
      'By tech-02',
      'Slower than 1\u2009500 ms',
      'Marked only',
      'Tag rev C',
      'Since 15:29',
      'Before 15:30',
    ]);
    for (const { id, without } of all) {
      const left = chips(without, new Map(), now).map((chip) => chip.id);
      expect(left).toEqual(all.map((chip) => chip.id).filter((each) => each !== id));
    }
    expect(new Set(all.map(({ id }) => id))).toEqual(new Set(Object.keys(everything)));
  });
  it('has none where nothing narrows it', () => {
    expect(chips(everything, new Map(), now)).toEqual([]);
    expect(chips({ ...everything, text: '  ' }, new Map(), now)).toEqual([]);
  });
  it('says whole days as one thing', () => {
    const days = {
      ...everything,
      from: new Date(2026, 10, 23).getTime(),
      to: new Date(2026, 10, 25).getTime(),
    };
    expect(chips(days, new Map(), now)).toEqual([{ id: 'days', words: '23 to 24 Nov', without: everything }]);
  });
  it('never shows the number of an instrument', () => {
    const [chip] = chips({ ...everything, instrument: '7c49' }, new Map(), now);
    expect(chip?.words).toBe('Instrument that is gone');
  });
});

describe('a time on the wire', () => {
  it('is read with its unit, ms without one', () => {
    expect([parseSlower('100'), parseSlower('1.5 s'), parseSlower('2,5ms'), parseSlower(' ')]).toEqual([
      100,
      1500,
      2.5,
      null,
    ]);
    expect(parseSlower(slowerDraft(12.5))).toBe(12.5);
  });
  it('is not guessed', () => {
    for (const text of ['fast', '-1', '1e3', '1 h', '3601 s', '.'])
      expect(parseSlower(text), text).toBeUndefined();
  });
});
