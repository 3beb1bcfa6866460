import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds, type Kept, sortCopies } from './keeping.ts';

const at = (text: string): number => new Date(text).getTime();
const copy = (text: string, state: Kept['state'] = 'verified', why = 'schedule'): Kept => ({
  at: at(text),
  state,
  why,
});
const now = at('2026-11-25T19:00:00');

test('of each day, week, month and year the newest that holds stays', () => {
  const copies = [
    copy('2026-11-25T18:00:00'),
    copy('2026-11-25T12:30:00'),
    copy('2026-11-24T18:00:00'),
    copy('2026-11-20T18:00:00'),
    copy('2026-11-19T18:00:00'),
    copy('2026-10-30T18:00:00'),
    copy('2025-12-31T18:00:00'),
  ];
  const { kept, going } = sortCopies(copies, { daily: 2, weekly: 2, monthly: 2, yearly: 2 }, now);
  expect(going.map((each) => each.at)).toEqual([at('2026-11-25T12:30:00'), at('2026-11-19T18:00:00')]);
  expect(kept).toEqual({ daily: 2, weekly: 2, monthly: 2, yearly: 2 });
});

test('what does not hold takes no place and does not go', () => {
  const copies = [
    copy('2026-11-25T18:00:00', 'failed'),
    copy('2026-11-25T12:30:00', 'unverified'),
    copy('2026-11-24T18:00:00', 'missing'),
    copy('2026-11-23T18:00:00', 'unchanged'),
    copy('2026-11-22T18:00:00'),
  ];
  const { going } = sortCopies(copies, { daily: 1, weekly: 0, monthly: 0, yearly: 0 }, now);
  expect(going).toEqual([copies[4]]);
});

test('what was made before a restore stays for a month', () => {
  const keeping = { daily: 1, weekly: 0, monthly: 0, yearly: 0 };
  const young = copy('2026-11-01T18:00:00', 'verified', 'before-restore');
  const old = copy('2026-10-01T18:00:00', 'verified', 'before-restore');
  expect(sortCopies([copy('2026-11-25T18:00:00'), young, old], keeping, now).going).toEqual([old]);
});

test('whatever there is: the newest that holds stays, nothing that does not hold goes, and keeping again takes nothing', () => {
  const state = fc.constantFrom<Kept['state']>('verified', 'unchanged', 'unverified', 'failed', 'missing');
  const copies = fc.array(
    fc.record({ at: fc.integer({ min: 0, max: 4e12 }), state, why: fc.constant('schedule') }),
    { maxLength: 60 },
  );
  const count = fc.integer({ min: 0, max: 6 });
  const keeping = fc.record({
    daily: fc.integer({ min: 1, max: 6 }),
    weekly: count,
    monthly: count,
    yearly: count,
  });
  fc.assert(
    fc.property(copies, keeping, (all, wanted) => {
      const { going } = sortCopies(all, wanted, 4e12);
      const newest = Math.max(...all.filter(holds).map((each) => each.at));
      expect(going.every(holds)).toBe(true);
      const left = all.filter((each) => !going.includes(each));
      expect(!all.some(holds) || left.some((each) => holds(each) && each.at === newest)).toBe(true);
      expect(sortCopies(left, wanted, 4e12).going).toEqual([]);
      expect(left.filter(holds).length).toBeLessThanOrEqual(
        Math.max(1, wanted.daily + wanted.weekly + wanted.monthly + wanted.yearly),
      );
    }),
  );
});
