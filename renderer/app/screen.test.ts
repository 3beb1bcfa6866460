import { describe, expect, it } from 'vitest';
import { AccountState } from '#shared/contract/accounts.ts';
import { screenOf } from './screen.ts';

const phases = AccountState.shape.phase.options;

describe('which screen is drawn', () => {
  it('shows the work only to somebody who is signed in', () => {
    expect(phases.filter((phase) => screenOf('open', phase) === 'work')).toEqual(['signed-in']);
  });
  it('shows nothing of what was known once the console is lost', () => {
    for (const phase of phases)
      for (const status of ['connecting', 'lost', 'refused'] as const)
        expect(screenOf(status, phase)).toBe(status);
  });
  it('waits while it is not known who sits there', () => {
    expect(screenOf('open', null)).toBe('connecting');
  });
  it('keeps all steps of first run, and those of signing in and of a recovery, on one screen each', () => {
    expect(phases.filter((phase) => screenOf('open', phase) === 'first-run')).toEqual([
      'first-run',
      'enrolling',
      'codes',
    ]);
    expect(phases.filter((phase) => screenOf('open', phase) === 'sign-in')).toEqual([
      'signed-out',
      'second-factor',
      'recovering',
      'recovered',
    ]);
  });
});
