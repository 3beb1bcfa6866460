import type { BackupCopy, BackupState } from '#shared/contract/backups.ts';

/** A console that nobody has set up backups on. */
export const emptyState: BackupState = {
  verdict: 'no-keys',
  newest: null,
  recipients: [],
  signer: null,
  destinations: [],
  schedule: { times: ['12:30'], days: [1, 2, 3, 4, 5], atShutdown: true },
  keeping: { daily: 14, weekly: 8, monthly: 12, yearly: 5 },
  kept: { daily: 0, weekly: 0, monthly: 0, yearly: 0 },
  next: [],
  missed: 0,
  days: [],
  drill: null,
  running: null,
  restoreWaits: null,
  afterRestore: null,
};

/** One in good order, seen at `now`. */
export const goodState = (now: number): BackupState => ({
  ...emptyState,
  verdict: 'yes',
  newest: { at: now - 2 * 3_600_000, places: 2 },
  drill: { at: now - 6 * 86_400_000, who: 'tech-02', passed: true, seconds: 34, counts: [] },
});

/** A copy at a place. */
export const copyAt = (id: string, at: number): BackupCopy => ({
  id,
  destination: 'a',
  name: `lablink-bench-${id}.age`,
  at,
  bytes: 1000,
  state: 'verified',
  checkedAt: at,
  why: 'schedule',
  rows: 10,
  trouble: null,
});
