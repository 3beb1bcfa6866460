import type { BusAction } from '#shared/contract/instruments.ts';
import { t } from '#shared/language/t.ts';

/** Interface messages, as manuals call them. source: IEEE 488.1, table 38. */
export const busNames: Readonly<Record<BusAction, string>> = {
  clear: t`Device clear (SDC)`,
  trigger: t`Trigger (GET)`,
  status: t`Serial poll (SPE)`,
  local: t`Go to local (GTL)`,
  remote: t`Remote (REN)`,
  lockout: t`Local lockout (LLO)`,
};

/** Bits of the status byte that the standard names. source: IEEE 488.2-1992, 11.2; SCPI-99, 9 (bits 2, 3 and 7). */
const bits: readonly (readonly [bit: number, name: string])[] = [
  [7, 'OPER'],
  [6, 'RQS'],
  [5, 'ESB'],
  [4, 'MAV'],
  [3, 'QUES'],
  [2, 'EAV'],
];

/** A status byte with the names of what is set: `80: RQS, MAV`. */
export function statusWords(statusByte: number): string {
  const set = bits.filter(([bit]) => statusByte & (1 << bit)).map(([, name]) => name);
  return set.length === 0 ? String(statusByte) : `${statusByte}: ${set.join(', ')}`;
}
