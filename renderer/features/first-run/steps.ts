import type { AccountState } from '#shared/contract/accounts.ts';

/** What first run shows. `again`: the window has lost the codes (it was loaded anew); another code shows new ones. */
export type FirstRunStep = 'account' | 'authenticator' | 'again' | 'codes';

/**
 * Which step is on screen: what the console says, as far as this window still holds what the step shows. Secrets are
 * in the window's memory alone, so a window that was loaded anew goes back.
 */
export function firstRunStep(
  phase: AccountState['phase'],
  held: { readonly enrolment: boolean; readonly codes: boolean },
): FirstRunStep {
  if (phase === 'codes') return held.codes ? 'codes' : 'again';
  if (phase === 'enrolling' && held.enrolment) return 'authenticator';
  return 'account';
}

/** `JBSW Y3DP EHPK 3PXP`: four by four, to be typed from the screen. */
export const groupKey = (secret: string): string => secret.replace(/(.{4})(?=.)/gu, '$1 ');

/** The codes as they are copied, saved and printed. */
export function codesText(
  about: { host: string; name: string; day: string },
  codes: readonly string[],
): string {
  return [
    'LabLink Console: recovery codes',
    `${about.name} on ${about.host}, ${about.day}`,
    'Each signs in once, instead of the code from the app. Keep them away from this PC.',
    '',
    ...codes.map((code, index) => `${String(index + 1).padStart(2)}  ${code}`),
    '',
  ].join('\n');
}
