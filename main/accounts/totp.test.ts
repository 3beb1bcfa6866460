import { generateSync } from 'otplib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { ClockCheck } from './clock-check.ts';
import { hasOathtool, oathtoolCode } from './oathtool.fixture.ts';
import { matchStep, newTotpSecret, otherSteps, tidyCode, totpStep, totpUri } from './totp.ts';

/** source: RFC 6238, appendix B: the ASCII secret 12345678901234567890; the last six of the eight digits. */
const rfcSecret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const rfcVectors = [
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
] as const;

test.each(rfcVectors)('RFC 6238, appendix B: at %i s the code is %s', (seconds, code) => {
  expect(matchStep(rfcSecret, code, seconds * 1000)).toBe(Math.floor(seconds / 30));
});

const reference = hasOathtool ? 'oathtool' : 'RFC 6238 alone (oathtool is not installed)';
test(`agrees with ${reference}`, () => {
  const times = [59_000, 1_700_000_000_000, 1_795_571_999_999, 4_102_444_800_000];
  const cases = hasOathtool
    ? times
        .map((now) => [newTotpSecret(), now] as const)
        .map(([secret, now]) => [secret, now, oathtoolCode(secret, now)] as const)
    : rfcVectors.map(([seconds, code]) => [rfcSecret, seconds * 1000, code] as const);
  for (const [secret, now, code] of cases) expect(matchStep(secret, code, now)).toBe(totpStep(now));
});

test('the window is one step: the codes before and after fit, those beyond do not', () => {
  const codeAt = (step: number) => generateSync({ secret: rfcSecret, epoch: step * 30 });
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 1e8 }), fc.integer({ min: 0, max: 29_999 }), (step, within) => {
      const codes = [-2, -1, 0, 1, 2].map((offset) => codeAt(step + offset));
      // Two of these codes are the same once in a million.
      fc.pre(new Set(codes).size === 5);
      const matches = codes.map((code) => matchStep(rfcSecret, code, step * 30_000 + within));
      expect(matches).toEqual([null, step - 1, step, step + 1, null]);
    }),
    { numRuns: 40 },
  );
});

test('a secret has 160 bits, and the URI says what apps need', () => {
  expect(newTotpSecret()).toMatch(/^[A-Z2-7]{32}$/);
  expect(newTotpSecret()).not.toBe(newTotpSecret());
  const uri = new URL(totpUri('LabLink Console', 'Ada & Söhne', rfcSecret));
  expect(decodeURIComponent(uri.pathname)).toContain('LabLink Console:Ada & Söhne');
  expect(uri.searchParams.get('secret')).toBe(rfcSecret);
  expect(uri.searchParams.get('issuer')).toBe('LabLink Console');
});

test('spaces and full-width digits are taken, anything else is not a code', () => {
  expect(tidyCode(' 123 456 ')).toBe('123456');
  expect(tidyCode('１２３-456')).toBe('123456');
  for (const typed of ['12345', '1234567', '12345a', '١٢٣٤٥٦', '']) expect(tidyCode(typed)).toBeNull();
});

test('finds where a code of another time belongs, and never the window itself', () => {
  const now = 1_700_000_000_000;
  for (const minutes of [-600, -7, 5, 719]) {
    const code = generateSync({ secret: rfcSecret, epoch: now / 1000 + minutes * 60 });
    expect(otherSteps(rfcSecret, code, now)).toContain(totpStep(now) + minutes * 2);
  }
  const code = generateSync({ secret: rfcSecret, epoch: now / 1000 });
  for (const step of otherSteps(rfcSecret, code, now))
    expect(Math.abs(step - totpStep(now))).toBeGreaterThan(1);
});

test('a clock is called off only after two codes of later steps that are off by the same', () => {
  const at = (step: number) => step * 30_000 + 5_000;
  const check = new ClockCheck();
  expect(check.wrongCode([1010], at(1000))).toBeNull();
  // The same code again, and one that is off by something else, say nothing.
  expect(check.wrongCode([1010], at(1000))).toBeNull();
  expect(check.wrongCode([1100], at(1001))).toBeNull();
  expect(check.wrongCode([], at(1002))).toBeNull();
  expect(check.wrongCode([1012], at(1002))).toBeNull();
  const fault = check.wrongCode([1014], at(1004));
  expect(fault).toBeInstanceOf(Fault);
  expect(fault).toMatchObject({ code: 'AUTH_CLOCK_OFF', details: { minutes: 5 } });
  expect(fault?.message).toMatch(/about 5 minutes ahead of the clock of this PC/);
  const behind = new ClockCheck();
  behind.wrongCode([880], at(1000));
  expect(behind.wrongCode([881], at(1001))?.message).toMatch(/about 60 minutes behind the clock/);
});
