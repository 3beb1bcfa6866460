import { expect, test } from 'vitest';
import { usualKeeping } from './keeping.ts';
import type { Remembered, StoredCopy, StoredRecipient } from './records.ts';
import { usualSchedule } from './schedule.ts';
import { verdictOf } from './state.ts';

const now = new Date('2026-11-25T19:00:00').getTime();
const hour = 3_600_000;
const key = (over: Partial<StoredRecipient> = {}): StoredRecipient => ({
  id: 'k',
  name: 'Lab safe',
  recipient: 'age1',
  provedAt: now - 50 * hour,
  wrapped: null,
  at: now - 50 * hour,
  ...over,
});
const copy = (over: Partial<StoredCopy> = {}): StoredCopy => ({
  id: 'c',
  destination: 'd',
  name: 'n',
  at: now - hour,
  bytes: 1,
  state: 'verified',
  checkedAt: now - hour,
  why: 'schedule',
  rows: 1,
  trouble: null,
  found: false,
  ...over,
});
const verdict = (over: Partial<Remembered>): string =>
  verdictOf(
    {
      recipients: [key()],
      destinations: [{ id: 'd', name: 'Stick', path: '/stick', kind: 'folder', mount: null }],
      schedule: usualSchedule,
      keeping: usualKeeping,
      lookedTo: now,
      runs: [{ at: now - hour, why: 'schedule', made: 1, failed: 0, trouble: null }],
      drill: null,
      copies: [copy()],
      ...over,
    },
    now,
  );

test('it can be got back when a young backup holds, and somebody has shown a key that it was made for', () => {
  expect(verdict({})).toBe('yes');
  expect(verdict({ copies: [copy({ state: 'unchanged' })] })).toBe('yes');
});

test('each reason why not', () => {
  expect(verdict({ recipients: [] })).toBe('no-keys');
  expect(verdict({ copies: [], runs: [] })).toBe('no-backups');
  expect(verdict({ copies: [copy({ state: 'failed' })] })).toBe('failed');
  expect(verdict({ recipients: [key({ provedAt: null })] })).toBe('unproved');
  expect(verdict({ copies: [copy({ at: now - 400 * hour })], recipients: [key({ at: 0 })] })).toBe('old');
  const failed = { at: now, why: 'schedule', made: 0, failed: 1, trouble: 'x' };
  expect(verdict({ runs: [failed] })).toBe('failed');
});

test('a key that was added after the newest backup opens nothing of it', () => {
  const later = key({ id: 'later', at: now - 1, provedAt: now });
  expect(verdict({ recipients: [later] })).toBe('unproved');
  expect(verdict({ recipients: [key({ provedAt: null }), later] })).toBe('unproved');
  expect(verdict({ recipients: [key(), later] })).toBe('yes');
});
