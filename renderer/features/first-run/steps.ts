import { type CodesAbout, codesLines } from '#renderer/stores/codes-text.ts';
import type { AccountState, Kept } from '#shared/contract/accounts.ts';

/**
 * What first run, or a recovery, shows. `again`: the window has lost what is put away (it was loaded anew); another code shows
 * new ones.
 */
export type EnrolmentStep = 'account' | 'authenticator' | 'again' | 'codes';

/**
 * Which step is on screen: what the console says, as far as this window still holds what the step shows. Secrets are
 * in the window's memory alone, so a window that was loaded anew goes back.
 */
export function enrolmentStep(
  phase: AccountState['phase'],
  held: { readonly enrolment: boolean; readonly kept: boolean },
): EnrolmentStep {
  if (phase === 'codes' || phase === 'recovered') return held.kept ? 'codes' : 'again';
  if ((phase === 'enrolling' || phase === 'recovering') && held.enrolment) return 'authenticator';
  return 'account';
}

/** `JBSW Y3DP EHPK 3PXP`: four by four, to be typed from the screen. */
export const groupKey = (secret: string): string => secret.replace(/(.{4})(?=.)/gu, '$1 ');

/** The codes and the secret as they are copied and saved. */
export function keptText(about: CodesAbout, { recoveryCodes, recoverySecret }: Kept): string {
  return [
    ...codesLines(about, recoveryCodes),
    '- - - - - - - - - - Keep what follows apart from the codes - - - - - - - - - -',
    '',
    'LabLink Console: recovery secret',
    `The console on ${about.host}, ${about.day}`,
    "For the lab's safe. When nobody can sign in any more, it makes an administrator anew,",
    'for whoever also owns the data folder. A recovery, or a new secret, makes this one void.',
    '',
    `    ${recoverySecret}`,
    '',
  ].join('\n');
}
