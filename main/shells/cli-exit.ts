import type { FaultCode } from '#shared/faults.ts';

/** What the exit codes of `lablink` say. docs/cli.md has the same list. */
export const exits = {
  well: 0,
  failed: 1,
  notUnderstood: 2,
  refused: 3,
  signIn: 4,
  instrument: 5,
  /** 128 and the number of the signal: 130 for Ctrl-C. */
  interrupted: 130,
} as const;

const refused: readonly FaultCode[] = [
  'PERMISSION_DENIED',
  'RANGE_EXCEEDED',
  'RANGE_UNKNOWN',
  'VALUE_NOT_FINITE',
  'POINT_UNKNOWN',
  'WORD_UNKNOWN',
  'OUTPUTS_LIVE',
];
const instrument: readonly FaultCode[] = ['REPLY_TOO_LARGE', 'LINK_DIRTY', 'LINK_LACKS'];
const notUnderstood: readonly FaultCode[] = ['INPUT_INVALID', 'ADDRESS_INVALID'];

/** The exit code for a fault. */
export function exitFor(code: FaultCode): number {
  if (notUnderstood.includes(code)) return exits.notUnderstood;
  if (refused.includes(code) || code.startsWith('SAFETY_')) return exits.refused;
  if (code.startsWith('AUTH_') || code === 'SESSION_LOCKED') return exits.signIn;
  if (instrument.includes(code) || code.startsWith('INSTRUMENT_')) return exits.instrument;
  return exits.failed;
}
