import type { BusAction } from '#shared/contract/instruments.ts';

/** Interface messages, as manuals call them. source: IEEE 488.1, table 38. */
export const busNames: Readonly<Record<BusAction, string>> = {
  clear: 'Device clear (SDC)',
  trigger: 'Trigger (GET)',
  status: 'Serial poll (SPE)',
  local: 'Go to local (GTL)',
  remote: 'Remote (REN)',
  lockout: 'Local lockout (LLO)',
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
