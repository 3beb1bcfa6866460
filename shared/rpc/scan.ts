/** Nothing in the contract nests deeper than this. */
export const maxDepth = 32;
/**
 * Values in one message: as many as an input may have (`fits` counts 8 bytes for each, of 1 MB). A million empty objects fit in a
 * megabyte, and building them would hold up the thread that talks to the instruments for a third of a second.
 */
export const maxValues = 131_072;

/**
 * Walks the headers of a MessagePack value without building it, so that a few bytes that announce millions of elements
 * are refused before any memory is taken for them. Throws when it is truncated, too deep, has too many
 * values, or is followed by more bytes.
 * source: MessagePack specification (github.com/msgpack/msgpack/blob/master/spec.md), "Formats".
 */
export function scan(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const skip = (count: number): void => {
    at += count;
    if (at > bytes.byteLength) throw new RangeError('truncated');
  };
  /** Reads an unsigned number of 1, 2 or 4 bytes. */
  const size = (width: 1 | 2 | 4): number => {
    const from = at;
    skip(width);
    return width === 1 ? view.getUint8(from) : width === 2 ? view.getUint16(from) : view.getUint32(from);
  };
  const walk = (count: number, depth: number): void => {
    if (depth > maxDepth) throw new RangeError('too deep');
    // Every element is at least one byte.
    if (count > bytes.byteLength - at) throw new RangeError('truncated');
    for (let left = count; left > 0; left--) value(depth);
  };
  let values = 0;
  const value = (depth: number): void => {
    if (++values > maxValues) throw new RangeError('too many values');
    const head = size(1);
    if (head <= 0x7f || head >= 0xe0) return;
    if (head <= 0x8f) return walk((head & 0x0f) * 2, depth + 1);
    if (head <= 0x9f) return walk(head & 0x0f, depth + 1);
    if (head <= 0xbf) return skip(head & 0x1f);
    switch (head) {
      case 0xc0:
      case 0xc2:
      case 0xc3:
        return;
      case 0xc4:
      case 0xd9:
        return skip(size(1));
      case 0xc5:
      case 0xda:
        return skip(size(2));
      case 0xc6:
      case 0xdb:
        return skip(size(4));
      case 0xc7:
        return skip(size(1) + 1);
      case 0xc8:
        return skip(size(2) + 1);
      case 0xc9:
        return skip(size(4) + 1);
      case 0xca:
      case 0xce:
      case 0xd2:
        return skip(4);
      case 0xcb:
      case 0xcf:
      case 0xd3:
        return skip(8);
      case 0xcc:
      case 0xd0:
        return skip(1);
      case 0xcd:
      case 0xd1:
        return skip(2);
      case 0xd4:
        return skip(2);
      case 0xd5:
        return skip(3);
      case 0xd6:
        return skip(5);
      case 0xd7:
        return skip(9);
      case 0xd8:
        return skip(17);
      case 0xdc:
        return walk(size(2), depth + 1);
      case 0xdd:
        return walk(size(4), depth + 1);
      case 0xde:
        return walk(size(2) * 2, depth + 1);
      case 0xdf:
        return walk(size(4) * 2, depth + 1);
      default:
        throw new RangeError('not MessagePack');
    }
  };
  value(0);
  if (at !== bytes.byteLength) throw new RangeError('bytes left over');
}
