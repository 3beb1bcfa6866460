import { describe, expect, it } from 'vitest';
import { enrolmentStep, groupKey, keptText } from './steps.ts';

describe('the steps of first run and of a recovery', () => {
  it('goes by what the console says', () => {
    expect(enrolmentStep('first-run', { enrolment: false, kept: false })).toBe('account');
    expect(enrolmentStep('enrolling', { enrolment: true, kept: false })).toBe('authenticator');
    expect(enrolmentStep('codes', { enrolment: true, kept: true })).toBe('codes');
  });
  it('has the same ones for a recovery', () => {
    expect(enrolmentStep('recovering', { enrolment: true, kept: false })).toBe('authenticator');
    expect(enrolmentStep('recovered', { enrolment: true, kept: true })).toBe('codes');
    expect(enrolmentStep('recovered', { enrolment: true, kept: false })).toBe('again');
    expect(enrolmentStep('signed-out', { enrolment: true, kept: true })).toBe('account');
  });
  it('goes back to the account when it expired, whatever the window holds', () => {
    expect(enrolmentStep('first-run', { enrolment: true, kept: true })).toBe('account');
  });
  it('never shows a step of which it has lost the secret', () => {
    expect(enrolmentStep('enrolling', { enrolment: false, kept: false })).toBe('account');
    expect(enrolmentStep('codes', { enrolment: false, kept: false })).toBe('again');
  });
});

describe('what is put away', () => {
  it('groups the key by four, without a space at its end', () => {
    expect(groupKey('JBSWY3DPEHPK3PXP')).toBe('JBSW Y3DP EHPK 3PXP');
    expect(groupKey('JBSWY')).toBe('JBSW Y');
  });
  it('has every code, numbered, with whose they are, and the secret apart from them', () => {
    const text = keptText(
      { host: 'bench-04', name: 'tech-02', day: '2026-11-24' },
      { recoveryCodes: ['AAAA-BBBB', 'CCCC-DDDD'], recoverySecret: 'EEEE-FFFF' },
    );
    expect(text.indexOf('apart from the codes')).toBeGreaterThan(text.indexOf('CCCC-DDDD'));
    expect(text.indexOf('EEEE-FFFF')).toBeGreaterThan(text.indexOf('apart from the codes'));
    expect(text).toContain('tech-02 on bench-04, 2026-11-24');
    expect(text).toContain(' 1  AAAA-BBBB\n 2  CCCC-DDDD');
  });
});
