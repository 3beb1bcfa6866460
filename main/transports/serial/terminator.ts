import type { SerialLine } from '#shared/address/address.ts';

const LF = 0x0a;
const terminators = { lf: '\n', cr: '\r', crlf: '\r\n', none: '' } as const;

/** A message that ends with LF, as the line wants it to end. An LF inside it is content. */
export function terminated(bytes: Uint8Array, send: SerialLine['send']): Uint8Array {
  if (send === 'lf' || bytes.at(-1) !== LF) return bytes;
  return Buffer.concat([bytes.subarray(0, -1), Buffer.from(terminators[send])]);
}

/** Several messages of plain text in one piece, each of which ends with LF, as the line wants them to end. */
export function allTerminated(bytes: Uint8Array, send: SerialLine['send']): Uint8Array {
  if (send === 'lf') return bytes;
  // Without a terminator nothing but the LF would keep one message from the next.
  if (send === 'none') return terminated(bytes, send);
  return Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll('\n', terminators[send]), 'latin1');
}
