import { describe, expect, it } from 'vitest';
import { answer, glance } from './answer.ts';
import { emptyState, goodState } from './backups.fixture.ts';

const now = new Date(2026, 10, 25, 14, 32).getTime();
const good = goodState(now);

describe('can I get it back', () => {
  it('says yes from verification and rehearsal', () => {
    expect(answer(good, now)).toEqual({
      tone: 'good',
      title: 'You can get it back',
      lines: ['Newest today 12:32, verified in 2 places.', 'Rehearsed 6 days ago.'],
      step: null,
    });
  });
  it('wants a rehearsal where there was none, or where it did not pass', () => {
    expect(answer({ ...good, drill: null }, now)).toMatchObject({ step: 'rehearse' });
    const failed = { ...good, drill: { ...good.drill!, passed: false } };
    expect(answer(failed, now).lines[1]).toBe('The rehearsal of Thu 14:32 did not pass.');
    expect(answer(failed, now).step).toBe('rehearse');
  });
  it('says how old what comes back is', () => {
    const old = { ...good, verdict: 'old' as const, newest: { at: now - 3 * 86_400_000, places: 1 } };
    expect(answer(old, now)).toMatchObject({
      tone: 'warn',
      title: 'You can get it back, as it was 3 days ago',
      step: 'back-up',
    });
  });
  it('promises nothing that nobody has shown', () => {
    for (const verdict of ['unproved', 'no-keys', 'no-backups', 'failed'] as const)
      expect(answer({ ...good, verdict }, now).title).not.toBe('You can get it back');
    expect(answer({ ...good, verdict: 'unproved' }, now)).toMatchObject({ tone: 'warn', step: 'prove' });
  });
  it('leads from nothing to the first backup, step by step', () => {
    expect(answer(emptyState, now).step).toBe('set-up');
    expect(answer({ ...emptyState, verdict: 'no-backups' }, now).step).toBe('add-place');
    const place = { id: 'a', name: 'Disk', path: '/b', kind: 'folder' as const, trouble: null };
    const destinations = [{ ...place, freeBytes: null, kept: 0, bytes: 0, newest: null }];
    expect(answer({ ...emptyState, verdict: 'no-backups', destinations }, now).step).toBe('back-up');
  });
});

describe('the status bar', () => {
  it('says the age and that it was verified, and warns where it was not', () => {
    expect(glance(good, now)).toEqual({ kind: 'plain', word: '2 h ago', note: 'verified' });
    expect(glance({ ...good, verdict: 'unproved' }, now).note).toBe('key not proved');
    expect(glance(emptyState, now)).toMatchObject({ kind: 'warning', word: 'No backup' });
    expect(glance({ ...good, verdict: 'failed' }, now).kind).toBe('fault');
    expect(glance({ ...good, verdict: 'old' }, now)).toMatchObject({
      kind: 'warning',
      word: 'Backup 2 h ago',
    });
  });
  it('says first that a restore waits', () => {
    const waits = { ...good, restoreWaits: { from: now, parts: ['history' as const], at: now } };
    expect(glance(waits, now).word).toBe('Restore waits for a restart');
  });
});
