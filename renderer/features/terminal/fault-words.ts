import { type FaultCode, type FaultShape, remedies } from '#shared/faults.ts';
import { said } from '#shared/language/said.ts';
import { t } from '#shared/language/t.ts';

/** How a fault of a message is marked. */
export interface FaultWord {
  readonly kind: 'refused' | 'timeout' | 'fault' | 'unknown' | 'off';
  readonly word: string;
  /** Whether the instrument got it: `maybe` where nobody knows. */
  readonly sent: 'no' | 'yes' | 'maybe';
}

const notSent: FaultWord = { kind: 'refused', word: t`Not sent`, sent: 'no' };
const unclear: FaultWord = { kind: 'unknown', word: t`May have been sent`, sent: 'maybe' };

/** Faults that come before the first byte is on the wire. What is not here may have been sent. */
const before: ReadonlySet<FaultCode> = new Set<FaultCode>([
  'INPUT_INVALID',
  'METHOD_UNKNOWN',
  'PERMISSION_DENIED',
  'SESSION_LOCKED',
  'OVERLOADED',
  'AUTH_EXPIRED',
  'INSTRUMENT_UNKNOWN',
  'INSTRUMENT_UNREACHABLE',
  'INSTRUMENT_LOCAL',
  'LINK_DIRTY',
  'LINK_LACKS',
  'RANGE_EXCEEDED',
  'RANGE_UNKNOWN',
  'VALUE_NOT_FINITE',
  'POINT_UNKNOWN',
  'WORD_UNKNOWN',
  'SAFETY_ENVELOPE',
  'SAFETY_LATCHED',
  'SAFETY_UNKNOWN_EFFECT',
  'SAFETY_NO_ENVELOPE',
  'SAFETY_TRIPPED',
  'HISTORY_UNWRITABLE',
]);

const error: FaultWord = { kind: 'fault', word: t`Error`, sent: 'yes' };
const onTheWire: Readonly<Partial<Record<FaultCode, FaultWord>>> = {
  INSTRUMENT_TIMEOUT: { kind: 'timeout', word: t`Timeout`, sent: 'yes' },
  INSTRUMENT_ERROR: error,
  INSTRUMENT_REPLY: error,
  REPLY_TOO_LARGE: error,
  CANCELLED: { kind: 'off', word: t`Cancelled`, sent: 'maybe' },
};

export function faultWord({ code, remedy }: FaultShape): FaultWord {
  if (before.has(code)) return notSent;
  // Swept out of the queue, or overtaken on the wire: then its remedy is another one.
  if (code === 'SAFETY_PREEMPTED') return remedy === remedies.SAFETY_PREEMPTED ? notSent : unclear;
  return onTheWire[code] ?? unclear;
}

/** Confirming lets this one through. The other refusals of this code say what else to do, and are refused again. */
export const canConfirm = ({ code, remedy }: FaultShape): boolean =>
  (code === 'SAFETY_UNKNOWN_EFFECT' || code === 'SAFETY_NO_ENVELOPE') && remedy === said(remedies[code]);

/** What to do, where the fault itself does not know that it came from here. */
export function faultRemedy({ code, remedy, details }: FaultShape): string {
  if (code === 'CANCELLED' && remedy === remedies.CANCELLED)
    return t`It was given up while it was under way, so it may have reached the instrument. The history says whether it did.`;
  if (code === 'INSTRUMENT_TIMEOUT' && remedy === remedies.INSTRUMENT_TIMEOUT)
    return t`The link resynchronises before the next command. For a slow answer choose a longer deadline beside the input.`;
  // source: SCPI-99 vol. 2, 21.8.9: -113, undefined header.
  if (code === 'INSTRUMENT_ERROR' && details['code'] === -113)
    return t`The instrument does not know this header. Check how it is spelled, or find it among the commands.`;
  return remedy;
}
