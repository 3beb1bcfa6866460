import { bcryptCost } from '#main/accounts/password-work.ts';
import { openPasswords } from '#main/accounts/passwords.ts';
import { codeAt, matchStep, totpPeriod } from '#main/accounts/totp.ts';
import type { CriticalPath } from './path.ts';
import { didNotHappen, timed, timedEach } from './time.ts';
import { t } from '#shared/language/t.ts';

const password = 'three loose screws under the bench';
const wrong = 'three loose screws under the bencH';
const costOf = (stored: string): boolean => stored.includes(`$${bcryptCost}$`);

const hash: CriticalPath = {
  id: 'accounts.password.hash',
  name: t`Hash a password`,
  what: () =>
    t`HMAC-SHA-384, then bcrypt at cost ${bcryptCost}, on the bcrypt thread, with the message to it and back. Nothing is written.`,
  open() {
    const passwords = openPasswords();
    const made: string[] = [];
    return Promise.resolve({
      batch: 1,
      sample: () => timed(async () => made.push(await passwords.hash(password))),
      async prove() {
        if (!made.every(costOf)) throw didNotHappen('a hash is not of the cost that is stated');
        if (new Set(made).size !== made.length) throw didNotHappen('two hashes have the same salt');
        const last = made.at(-1) ?? '';
        if (!(await passwords.check(password, last)) || (await passwords.check(wrong, last)))
          throw didNotHappen('the last hash does not tell the password from another one');
        return t`${made.length} hashes, all different and of cost ${bcryptCost}; the last one takes the password and refuses another.`;
      },
      close: () => passwords.close(),
    });
  },
};

const check: CriticalPath = {
  id: 'accounts.password.verify',
  name: t`Verify a password`,
  what: () =>
    t`A password against its stored hash, bcrypt at cost ${bcryptCost}, on the bcrypt thread, with the message to it and back.`,
  async open() {
    const passwords = openPasswords();
    const stored = await passwords.hash(password);
    let said = 0;
    return {
      batch: 1,
      sample: () =>
        timed(async () => {
          if (!(await passwords.check(password, stored))) throw didNotHappen('the password was refused');
          said++;
        }),
      async prove() {
        if (!costOf(stored)) throw didNotHappen('the hash is not of the cost that is stated');
        if (await passwords.check(wrong, stored)) throw didNotHappen('another password was taken');
        return t`${said} times the password was taken; another one was refused.`;
      },
      close: () => passwords.close(),
    };
  },
};

/** source: RFC 6238, appendix B: the secret of its test vectors in Base32, and the last six digits of its codes. */
const rfcSecret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const rfcCodes: readonly (readonly [seconds: number, code: string])[] = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_234_567_890, '005924'],
  [20_000_000_000, '353130'],
];
/** A step far from those of the vectors. */
const firstStep = 55_000_000;
const codesAtOnce = 20;

const generate: CriticalPath = {
  id: 'accounts.totp.generate',
  name: t`Make a TOTP code`,
  what: () => t`HMAC-SHA-1, six digits, each for another time step. Times are means of ${codesAtOnce}.`,
  open() {
    let step = firstStep;
    let made = 0;
    return Promise.resolve({
      batch: codesAtOnce,
      sample: () => {
        const ms = timedEach(codesAtOnce, () => {
          if (codeAt(rfcSecret, step++).length === 6) made++;
        });
        return Promise.resolve(ms);
      },
      prove() {
        for (const [seconds, code] of rfcCodes)
          if (codeAt(rfcSecret, Math.floor(seconds / totpPeriod)) !== code)
            throw didNotHappen(`the code at ${seconds} s is not that of RFC 6238`);
        if (made !== step - firstStep) throw didNotHappen('some codes do not have six digits');
        return Promise.resolve(t`${made} codes; those of RFC 6238, appendix B are made as printed there.`);
      },
      close: () => Promise.resolve(),
    });
  },
};

const verify: CriticalPath = {
  id: 'accounts.totp.verify',
  name: t`Verify a TOTP code`,
  what: () =>
    t`A code against its secret, one step of 30 s before and after the present one taken too. Times are means of ${codesAtOnce}.`,
  open() {
    const codes = Array.from({ length: 500 }, (_, i) => codeAt(rfcSecret, firstStep + i));
    const now = (step: number): number => step * totpPeriod * 1000;
    let at = 0;
    let taken = 0;
    return Promise.resolve({
      batch: codesAtOnce,
      sample: () => {
        const ms = timedEach(codesAtOnce, () => {
          const index = at++ % codes.length;
          if (matchStep(rfcSecret, codes[index]!, now(firstStep + index)) === firstStep + index) taken++;
        });
        return Promise.resolve(ms);
      },
      prove() {
        if (taken !== at) throw didNotHappen(`${at - taken} of ${at} codes were refused`);
        if (matchStep(rfcSecret, codes[0]!, now(firstStep + 5)) !== null)
          throw didNotHappen('a code of five steps ago was taken');
        return Promise.resolve(
          t`${taken} codes were taken, each for its step; one of five steps ago was refused.`,
        );
      },
      close: () => Promise.resolve(),
    });
  },
};

export const accountPaths: readonly CriticalPath[] = [hash, check, generate, verify];
