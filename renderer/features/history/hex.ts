/** Bytes in a line of a dump. */
export const hexWidth = 16;

const two = (byte: number): string => byte.toString(16).padStart(2, '0');

/** How many lines a dump has. */
export const hexLines = (length: number): number => Math.ceil(length / hexWidth);

/** The offset of a line: five digits, enough for 64 KiB. */
export const offsetText = (line: number): string => (line * hexWidth).toString(16).padStart(5, '0');

/** The bytes of a line in hex, with a wider gap in the middle. */
export function hexText(bytes: Uint8Array, line: number): string {
  const part = Array.from(bytes.subarray(line * hexWidth, (line + 1) * hexWidth), two);
  return [part.slice(0, 8).join(' '), part.slice(8).join(' ')].filter(Boolean).join('  ');
}

/** The bytes of a line as ASCII; a dot for what has no letter. */
export const asciiText = (bytes: Uint8Array, line: number): string =>
  Array.from(bytes.subarray(line * hexWidth, (line + 1) * hexWidth), (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.',
  ).join('');

/** A whole dump, to be copied. */
export const hexDump = (bytes: Uint8Array): string =>
  Array.from(
    { length: hexLines(bytes.length) },
    (_, line) =>
      `${offsetText(line)}  ${hexText(bytes, line).padEnd(hexWidth * 3)}  ${asciiText(bytes, line)}`,
  ).join('\n');
