import type { GpibPlace } from '#shared/address/address.ts';

const LF = 0x0a;
const CR = 0x0d;
const ESC = 0x1b;
const PLUS = 0x2b;

const isSpecial = (byte: number): boolean => byte === LF || byte === CR || byte === ESC || byte === PLUS;

/**
 * Bytes for an instrument as an adapter takes them, with the line feed behind them that sends them on: what an adapter
 * would take for itself has an ESC in front. The instrument gets exactly `bytes`.
 * source: Prologix GPIB-USB Controller User Manual (2011), 7.1.
 */
export function escaped(bytes: Uint8Array): Uint8Array {
  let specials = 0;
  for (const byte of bytes) if (isSpecial(byte)) specials++;
  const out = new Uint8Array(bytes.length + specials + 1);
  let at = 0;
  for (const byte of bytes) {
    if (isSpecial(byte)) out[at++] = ESC;
    out[at++] = byte;
  }
  out[at] = LF;
  return out;
}

/** A place on the bus as an adapter takes it: a secondary address is 96 to 126 there. source: the same, 8.1. */
export const placeText = ({ primary, secondary }: GpibPlace): string =>
  secondary === null ? String(primary) : `${primary} ${secondary + 96}`;

/** Commands for the adapter itself, a line each. */
export const command = (...lines: readonly string[]): Uint8Array =>
  Buffer.from(lines.map((line) => `${line}\n`).join(''), 'latin1');

/** Several messages of text, each with its line feed, as they stand in `bytes`. What follows the last line feed is one too. */
export function messagesOf(bytes: Uint8Array): Uint8Array[] {
  const messages: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(LF, start);
    messages.push(bytes.subarray(start, end === -1 ? bytes.length : end + 1));
    start = end === -1 ? bytes.length : end + 1;
  }
  return messages;
}

/** True for what may stand between two answers: terminators and padding. Some adapters add a NUL. source: pymeasure issue 954. */
export const isPadding = (byte: number): boolean =>
  byte === LF || byte === CR || byte === 0x00 || byte === 0x20;

/** Settings of an adapter, for as long as it is connected to. source: the same, 8. */
export const settings = (readMs: number): readonly string[] => [
  '++mode 1',
  // Never by itself: an instrument that is made to talk with nothing to say notes an error.
  '++auto 0',
  // What the instrument gets is what was written, with EOI on the last byte.
  '++eos 3',
  '++eoi 1',
  // A line feed for every EOI: a text without a terminator has an end then, and a block is counted.
  '++eot_char 10',
  '++eot_enable 1',
  `++read_tmo_ms ${readMs}`,
];
