/** A block of a reply: its payload, and where in the reply it ends. */
export interface Block {
  readonly payload: Uint8Array;
  readonly end: number;
}

/**
 * The block that begins at `from`; null when there is none, or not all of it. `#0` reaches to the end of the reply. The payload
 * is a view. source: IEEE 488.2-1992, 8.7.9 (definite length) and 8.7.10 (indefinite length).
 */
export function blockAt(bytes: Uint8Array, from = 0): Block | null {
  if (bytes[from] !== 0x23) return null;
  const digits = (bytes[from + 1] ?? 0) - 0x30;
  const begin = from + 2;
  if (digits === 0) return { payload: bytes.subarray(begin), end: bytes.length };
  if (!(digits >= 1 && digits <= 9)) return null;
  const header = Buffer.from(bytes.subarray(begin, begin + digits)).toString('latin1');
  if (!/^\d+$/.test(header) || header.length !== digits) return null;
  const end = begin + digits + Number(header);
  if (end > bytes.length) return null;
  return { payload: bytes.subarray(begin + digits, end), end };
}
