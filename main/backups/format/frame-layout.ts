import { damaged } from './damaged.ts';

/** Plain bytes in a frame, at most. One damaged or hostile frame never asks for more memory than this. */
export const frameBytes = 8 * 1024 * 1024;
/** A frame that cannot be compressed is this much longer than its content, at most. source: zstd, ZSTD_COMPRESSBOUND. */
export const frameBound = frameBytes + (frameBytes >>> 8) + 64;
/** Skippable frame that announces the next frame: magic, content size, compressed length of what follows. */
export const announceBytes = 12;

// source: RFC 8878, 3.1.2 (skippable frames) and 3.1.1 (magic number). pzstd uses the first skippable magic.
const skippableMagic = 0x184d2a50;
const frameMagic = 0xfd2fb528;

/** The skippable frame that stands before a frame of `length` compressed bytes. */
export function announce(length: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(announceBytes);
  bytes.writeUInt32LE(skippableMagic, 0);
  bytes.writeUInt32LE(4, 4);
  bytes.writeUInt32LE(length, 8);
  return bytes;
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Compressed length of the frame that follows. Throws BACKUP_DAMAGED. `at`: where it stands. */
export function announced(bytes: Uint8Array, at: number): number {
  const fields = view(bytes);
  if (fields.getUint32(0, true) !== skippableMagic || fields.getUint32(4, true) !== 4)
    throw damaged('a frame of the compressed data does not begin as one', at);
  const length = fields.getUint32(8, true);
  if (length === 0 || length > frameBound)
    throw damaged(`a frame of the compressed data announces ${length} bytes`, at);
  return length;
}

/**
 * Plain size that a zstd frame declares. Throws BACKUP_DAMAGED unless it is exactly one frame, of these bytes and no others, that
 * declares at most `frameBytes`. source: RFC 8878, 3.1.1.
 */
export function declaredSize(frame: Uint8Array, at: number): number {
  const bad = (what: string): Error => damaged(`a frame of the compressed data ${what}`, at);
  const fields = view(frame);
  if (frame.length < 6 || fields.getUint32(0, true) !== frameMagic) throw bad('is not a zstd frame');
  const descriptor = frame[4]!;
  const single = (descriptor & 0x20) !== 0;
  const sizeCode = descriptor >>> 6;
  const sizeBytes = sizeCode === 0 ? (single ? 1 : 0) : 1 << sizeCode;
  // A dictionary, a reserved bit, or a size that is not said: no backup has these.
  if ((descriptor & 0x0b) !== 0 || sizeBytes === 0) throw bad('has a header that no backup has');
  let next = 5 + (single ? 0 : 1);
  if (next + sizeBytes > frame.length) throw bad('ends in its header');
  const size =
    sizeBytes === 1
      ? frame[next]!
      : sizeBytes === 2
        ? fields.getUint16(next, true) + 256
        : sizeBytes === 4
          ? fields.getUint32(next, true)
          : Number(fields.getBigUint64(next, true));
  if (size > frameBytes) throw bad(`would become ${size} bytes, more than ${frameBytes}`);
  next += sizeBytes;
  for (let last = false; !last; ) {
    if (next + 3 > frame.length) throw bad('ends before its last block');
    const block = fields.getUint16(next, true) | (frame[next + 2]! << 16);
    last = (block & 1) !== 0;
    const kind = (block >>> 1) & 3;
    // An RLE block is one byte that is repeated; kind 3 is reserved.
    if (kind === 3) throw bad('has a block of no known kind');
    next += 3 + (kind === 1 ? 1 : block >>> 3);
  }
  if ((descriptor & 0x04) !== 0) next += 4;
  if (next !== frame.length) throw bad(`has ${frame.length - next} bytes too many`);
  return size;
}
