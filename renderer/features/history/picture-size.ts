import { blockAt } from '#shared/history/block.ts';

/** Pixels of a picture that is drawn at most: what it says of itself is believed only as far as memory goes. */
const pixelsMax = 4_000_000;

/** The picture in a block reply: its bytes, and what it says of its size. */
export interface PictureBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

/**
 * The picture that a whole block reply carries; null when it is not all here, not PNG or BMP, or too big to be drawn.
 * source: PNG (W3C, 3rd edition), 11.2.1 (IHDR); BMP: BITMAPINFOHEADER, width and height at 18 and 22.
 */
export function pictureIn(reply: Uint8Array, total: number): PictureBytes | null {
  const block = blockAt(reply);
  if (block === null || total > reply.length) return null;
  const end = block.length === null ? reply.length : block.start + block.length;
  if (end > reply.length) return null;
  const bytes = reply.slice(block.start, end);
  if (bytes.length < 26) return null;
  const view = new DataView(bytes.buffer);
  const size =
    view.getUint32(0) === 0x8950_4e47
      ? [view.getUint32(16), view.getUint32(20)]
      : view.getUint16(0) === 0x424d
        ? [view.getInt32(18, true), Math.abs(view.getInt32(22, true))]
        : null;
  const [width = 0, height = 0] = size ?? [];
  return width > 0 && height > 0 && width * height <= pixelsMax ? { bytes, width, height } : null;
}
