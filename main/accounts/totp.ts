import { span } from '#main/profiling/span.ts';
import { generateSecret, generateSync, generateURI, verifySync } from 'otplib';

/** Seconds of one time step, digits of a code. source: RFC 6238, 4.1 and RFC 4226, 5.3; what every authenticator app takes. */
export const totpPeriod = 30;
const digits = 6;
/** Steps that are accepted before and after the current one, for slow typing and clocks that differ by seconds. */
const totpWindow = 1;
/** How far a clock that is off is looked for, in steps: 12 hours, so that a wrong time zone is found too. */
const searchSteps = (12 * 3600) / totpPeriod;
const shape = { algorithm: 'sha1', digits, period: totpPeriod } as const;

/** A new secret of 160 bits, in Base32. source: RFC 4226, 4 (R6). */
export const newTotpSecret = (): string => generateSecret({ length: 20 });

/** The otpauth:// URI that authenticator apps scan. */
export const totpUri = (issuer: string, account: string, secret: string): string =>
  generateURI({ issuer, label: account, secret, ...shape });

/** The time step at a moment (epoch ms). */
export const totpStep = (now: number): number => Math.floor(now / 1000 / totpPeriod);

/** The code of a time step. */
export const codeAt = (secret: string, step: number): string =>
  generateSync({ ...shape, secret, epoch: step * totpPeriod });

/** The code as typed, without the spaces people put in; null when it is not six digits. */
export function tidyCode(typed: string): string | null {
  const code = typed.normalize('NFKC').replace(/[\s-]/gu, '');
  return /^\d{6}$/.test(code) ? code : null;
}

/** The step within the window that a tidy code belongs to, or null. Says nothing about whether it was used before. */
export function matchStep(secret: string, code: string, now: number): number | null {
  const result = span('accounts:code verify', () =>
    verifySync({
      ...shape,
      secret,
      token: code,
      epoch: Math.floor(now / 1000),
      epochTolerance: totpWindow * totpPeriod,
    }),
  );
  return result.valid && 'timeStep' in result ? result.timeStep : null;
}

/**
 * Every step outside the window, 12 hours either way, that a code would fit: usually none. For finding out that a clock is off,
 * never for accepting. Takes tens of milliseconds: for the worker.
 */
export function otherSteps(secret: string, code: string, now: number): number[] {
  const current = totpStep(now);
  const found: number[] = [];
  for (let offset = -searchSteps; offset <= searchSteps; offset++) {
    if (Math.abs(offset) <= totpWindow || current + offset < 0) continue;
    if (codeAt(secret, current + offset) === code) found.push(current + offset);
  }
  return found;
}
