import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeepingPolicy } from '#shared/contract/keeping.ts';
import { keepProblems, parseDays, parseSize, policyText, readPolicy, samePolicy, sizeText } from './draft.ts';

const policy: KeepingPolicy = {
  keep: {
    records: { days: 365, bytes: 20_000_000_000 },
    readings: { days: null, bytes: 1_500_000 },
    recordings: { days: 90, bytes: null },
  },
  warnBelow: 5_000_000_000,
  whenFull: 'refuse',
};

describe('how long things are kept, as it is typed', () => {
  it('is read back as it was written', () => {
    expect(readPolicy(policyText(policy))).toEqual(policy);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e15 }), (bytes) => parseSize(sizeText(bytes)) === bytes),
    );
  });
  it('reads sizes with their unit, GB without one', () => {
    expect(['20', '20GB', '1,5 tb', '500 MB', '12 b'].map(parseSize)).toEqual([
      20e9, 20e9, 1.5e12, 500e6, 12,
    ]);
    for (const text of ['', 'much', '-1', '1 PB', '1e3']) expect(parseSize(text), text).toBeUndefined();
  });
  it('reads days, and nothing as without end', () => {
    expect(['', ' 1 ', '36500'].map(parseDays)).toEqual([null, 1, 36_500]);
    for (const text of ['0', '36501', '1.5', 'x', '-1']) expect(parseDays(text), text).toBeUndefined();
  });
  it('is no policy while a part of it cannot be read, and says which', () => {
    const text = policyText(policy);
    const wrong = { ...text, keep: { ...text.keep, records: { days: 'x', bytes: '900 kB' } } };
    expect(readPolicy(wrong)).toBeNull();
    expect(keepProblems(wrong.keep.records)).toEqual({
      days: expect.stringContaining('days'),
      bytes: expect.stringContaining('1 MB'),
    });
    expect(keepProblems({ days: '', bytes: '' })).toEqual({ days: null, bytes: null });
    expect(readPolicy({ ...text, warnBelow: '' })).toBeNull();
  });
  it('knows whether something was changed', () => {
    expect(samePolicy(policy, { ...policy })).toBe(true);
    expect(samePolicy(policy, { ...policy, whenFull: 'go-on' })).toBe(false);
  });
});
