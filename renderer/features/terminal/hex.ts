/** One row of a dump: offset, bytes in hex, and the same bytes as text. */
export interface HexRow {
  readonly offset: string;
  readonly hex: string;
  readonly text: string;
}

const width = 16;
const two = (byte: number): string => byte.toString(16).padStart(2, '0').toUpperCase();
const visible = (byte: number): string => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·');

/** The first rows of 16 bytes each. */
export function hexRows(data: Uint8Array, rows: number): readonly HexRow[] {
  const count = Math.min(Math.ceil(data.length / width), rows);
  return Array.from({ length: count }, (_, row) => {
    const bytes = [...data.subarray(row * width, (row + 1) * width)];
    const halves = [bytes.slice(0, width / 2), bytes.slice(width / 2)];
    return {
      offset: (row * width).toString(16).padStart(4, '0').toUpperCase(),
      hex: halves.map((half) => half.map(two).join(' ')).join('  '),
      text: bytes.map(visible).join(''),
    };
  });
}
