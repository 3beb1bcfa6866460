import { describe, expect, it } from 'vitest';
import { codesText, firstRunStep, groupKey } from './steps.ts';

describe('the steps of first run', () => {
  it('goes by what the console says', () => {
    expect(firstRunStep('first-run', { enrolment: false, codes: false })).toBe('account');
    expect(firstRunStep('enrolling', { enrolment: true, codes: false })).toBe('authenticator');
    expect(firstRunStep('codes', { enrolment: true, codes: true })).toBe('codes');
  });
  it('goes back to the account when it expired, whatever the window holds', () => {
    expect(firstRunStep('first-run', { enrolment: true, codes: true })).toBe('account');
  });
  it('never shows a step of which it has lost the secret', () => {
    expect(firstRunStep('enrolling', { enrolment: false, codes: false })).toBe('account');
    expect(firstRunStep('codes', { enrolment: false, codes: false })).toBe('again');
  });
});

describe('what is put away', () => {
  it('groups the key by four, without a space at its end', () => {
    expect(groupKey('JBSWY3DPEHPK3PXP')).toBe('JBSW Y3DP EHPK 3PXP');
    expect(groupKey('JBSWY')).toBe('JBSW Y');
  });
  it('has every code, numbered, with whose they are', () => {
    const text = codesText({ host: 'bench-04', name: 'tech-02', day: '2026-11-24' }, [
      'AAAA-BBBB',
      'CCCC-DDDD',
    ]);
    expect(text).toContain('tech-02 on bench-04, 2026-11-24');
    expect(text).toContain(' 1  AAAA-BBBB\n 2  CCCC-DDDD');
  });
});
