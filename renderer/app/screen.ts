import type { BridgeStatus } from '#renderer/bridge/bridge.ts';
import type { AccountState } from '#shared/contract/accounts.ts';

/** What fills the window. The emergency stop is drawn beside every one of them. */
export type Screen =
  | 'connecting'
  | 'lost'
  | 'refused'
  | 'unavailable'
  | 'first-run'
  | 'sign-in'
  | 'lock'
  | 'work';

const screens = {
  'first-run': 'first-run',
  enrolling: 'first-run',
  codes: 'first-run',
  'signed-out': 'sign-in',
  'second-factor': 'sign-in',
  recovering: 'sign-in',
  recovered: 'sign-in',
  locked: 'lock',
  'signed-in': 'work',
  unavailable: 'unavailable',
} as const satisfies Record<AccountState['phase'], Screen>;

/** What is known decides; without the console nothing is, whatever was known before. */
export function screenOf(status: BridgeStatus, phase: AccountState['phase'] | null): Screen {
  if (status !== 'open') return status;
  return phase === null ? 'connecting' : screens[phase];
}
