/** An IEEE 488.2 arbitrary block at the beginning of a reply. */
export interface Block {
  /** Where its payload begins. */
  readonly start: number;
  /** Bytes of payload that its header announces; null for the indefinite form, which ends with the message. */
  readonly length: number | null;
}

const digit = (byte: number | undefined): number | null =>
  byte !== undefined && byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : null;

/**
 * The block that these bytes begin with; null when they begin with none.
 * source: IEEE 488.2-1992, 8.7.9 (definite length: `#`, the count of digits, the length) and 8.7.10 (indefinite: `#0`).
 */
export function blockAt(bytes: Uint8Array): Block | null {
  const digits = bytes[0] === 0x23 ? digit(bytes[1]) : null;
  if (digits === null) return null;
  if (digits === 0) return { start: 2, length: null };
  let length = 0;
  for (let at = 2; at < 2 + digits; at++) {
    const next = digit(bytes[at]);
    if (next === null) return null;
    length = length * 10 + next;
  }
  return { start: 2 + digits, length };
}
