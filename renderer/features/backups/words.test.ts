import { describe, expect, it } from 'vitest';
import { copyStates } from '#shared/contract/backups.ts';
import { copyWords, spaceOf } from './destination-words.ts';
import { copyAt } from './backups.fixture.ts';
import { goingWords } from './going.ts';
import { cellsOf } from './keeping-cells.ts';
import { stagesOf } from './stages.ts';

const place = { id: 'a', name: 'USB', path: '/m', kind: 'removable' as const, trouble: null, newest: null };

describe('the space of a place', () => {
  it('says how many more fit when that is soon, and warns when it is very soon', () => {
    expect(spaceOf({ ...place, freeBytes: 9.8e9, kept: 41, bytes: 18.2e9 })).toMatchObject({
      words: '9.8 GB free, room for 22 more',
      tone: 'rest',
    });
    expect(spaceOf({ ...place, freeBytes: 1e9, kept: 10, bytes: 10e9 })).toEqual({
      words: '1.0 GB free, room for 1 more',
      tone: 'warn',
      part: 10 / 11,
    });
    expect(spaceOf({ ...place, freeBytes: 2.1e12, kept: 10, bytes: 10e9 }).words).toBe('2.1 TB free');
  });
  it('makes nothing up', () => {
    expect(spaceOf({ ...place, freeBytes: null, kept: 3, bytes: 3 })).toMatchObject({
      part: null,
      words: 'space unknown',
    });
    expect(spaceOf({ ...place, freeBytes: 0, kept: 0, bytes: 0 })).toMatchObject({ part: 0, tone: 'warn' });
    expect(spaceOf({ ...place, freeBytes: 5, kept: 2, bytes: 0 }).words).toBe('5 B free, room for 5 more');
  });
});

it('says of no two states of a copy the same', () => {
  expect(new Set(copyStates.map((state) => copyWords[state][1])).size).toBe(copyStates.length);
});

describe('the stages', () => {
  it('has a ruler for each part: done, running, to come', () => {
    expect(stagesOf('backup', 'Compress, encrypt, write', 0.5)).toEqual([
      { name: 'Snapshot', state: 'done', part: 1 },
      { name: 'Compress, encrypt, write', state: 'now', part: 0.5 },
      { name: 'Decrypt, decompress', state: 'next', part: 0 },
      { name: 'Check', state: 'next', part: 0 },
    ]);
  });
  it('never goes back within a part of several steps, and says the step', () => {
    expect(stagesOf('backup', 'Take a snapshot', 1)[0]?.part).toBeCloseTo(1 / 3);
    expect(stagesOf('backup', 'Take the other files along', 0)[0]).toMatchObject({
      name: 'Take the other files along',
      part: 1 / 3,
    });
  });
  it('lets a step that nobody knows stand alone, and makes up no number', () => {
    expect(stagesOf('backup', 'Polishing', null)).toEqual([{ name: 'Polishing', state: 'now', part: null }]);
  });
});

describe('what is kept', () => {
  it('has a cell for each, and fills none before all that it stands for are there', () => {
    expect(cellsOf(10, 12).map(({ full }) => full)).toEqual([...Array(10).fill(true), false, false]);
    expect(cellsOf(99, 100)).toHaveLength(24);
    expect(cellsOf(99, 100).at(-1)?.full).toBe(false);
    expect(cellsOf(120, 100).every(({ full }) => full)).toBe(true);
    expect(cellsOf(0, 0)).toEqual([]);
  });
  it('says what goes, and that it is not known', () => {
    expect(goingWords(null, String)).toBe('Not known.');
    expect(goingWords({ copies: [], bytes: 0 }, String)).toBe('Nothing.');
    expect(goingWords({ copies: [copyAt('1', 1)], bytes: 5 }, (n) => `${n} B`)).toBe('1 copy, 5 B');
  });
});
