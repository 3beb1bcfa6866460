import { describe, expect, it } from 'vitest';
import type { ChainVerdict, Going } from '#shared/contract/keeping.ts';
import { daysWords, diskWords, goingWords, verdictWords } from './words.ts';

const thin = '\u2009';
const now = new Date(2026, 10, 25, 12).getTime();
const at = (month: number, day: number): number => new Date(2026, month, day, 9).getTime();

describe('what would go', () => {
  const going: Going = {
    kind: 'records',
    rows: 1200,
    bytes: 34_000_000,
    from: at(0, 3),
    to: at(1, 5),
    pinned: 3,
    because: 'age',
  };
  it('says how much, of when, why, and what stays', () => {
    expect(goingWords(going, now)).toBe(
      `1${thin}200 rows, about 34 MB, 3 Jan to 5 Feb: older than it is kept. 3 pinned rows stay.`,
    );
    const one = { ...going, rows: 1, to: at(0, 3), pinned: 0, because: 'size' } as const;
    expect(goingWords(one, now)).toBe('1 row, about 34 MB, of 3 Jan: more than it may take.');
  });
  it('says when nothing does', () => {
    expect(goingWords({ ...going, rows: 0, from: null, to: null, because: null }, now)).toBe('Nothing goes.');
  });
});

describe('the chain', () => {
  const verdict: ChainVerdict = {
    rows: 5000,
    holds: true,
    broken: null,
    heads: 2,
    checkpoints: 1,
    wrongSignatures: [],
    signedTo: null,
    values: { rows: 5, unchecked: 0, problems: [] },
  };
  it('names the first row that does not hold, and every signature that does not fit', () => {
    const looked = `5${thin}000 rows recomputed, 2 signed heads and 1 checkpoint checked; 5 rows of readings and notes compared with their sums.`;
    expect(verdictWords(verdict)).toBe(looked);
    const broken = { ...verdict, holds: false, broken: { seq: 4128, why: 'its reply was changed.' } };
    expect(verdictWords(broken)).toBe(`Row 4${thin}128 does not hold: its reply was changed. ${looked}`);
    expect(verdictWords({ ...verdict, wrongSignatures: ['head 7'] })).toContain('1 signature does not fit.');
  });
  it('says what changed beside it, and what nobody can say', () => {
    const values = { rows: 5, unchecked: 2, problems: ['row 1 of mark, a note, is not what was written'] };
    const words = verdictWords({ ...verdict, values });
    expect(words).toContain('Beside the history: row 1 of mark, a note, is not what was written.');
    expect(words).toContain(
      '3 rows of readings and notes compared with their sums, 2 of an older version not checked.',
    );
  });
});

describe('the disk', () => {
  const health = { warning: null, freeDisk: 9e9, fullInDays: 12.7, writable: true } as const;
  it('is no news while there is room', () => expect(diskWords(health)).toBeNull());
  it('warns before it is full, with when', () => {
    expect(diskWords({ ...health, warning: 'low' })).toMatchObject({
      kind: 'warning',
      short: 'Disk: 9.0 GB free',
      long: expect.stringContaining('full in about 12 days'),
    });
  });
  it('is a fault when it is full, or cannot be written', () => {
    expect(diskWords({ ...health, warning: 'full' })).toMatchObject({ kind: 'fault', short: 'Disk full' });
    expect(diskWords({ ...health, writable: false })?.kind).toBe('fault');
  });
  it('counts days as a person does', () => {
    expect([0.4, 1, 12.7, 99_999].map(daysWords)).toEqual([
      'under a day',
      '1 day',
      '12 days',
      'more than 10 years',
    ]);
  });
});
