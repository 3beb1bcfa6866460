import { createHash, type Hash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { answering, hangs, patienceMs } from './make/deadline.ts';

/** Bytes and SHA-256 of what has passed. */
export class Tally {
  readonly #hash: Hash = createHash('sha256');
  bytes = 0;

  /** Lets a stream through, and counts it. */
  async *over(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const part of source) {
      this.add(part);
      yield part;
    }
  }

  add(part: Uint8Array): void {
    this.#hash.update(part);
    this.bytes += part.length;
  }

  end(): { readonly bytes: number; readonly sha256: string } {
    return { bytes: this.bytes, sha256: this.#hash.digest('hex') };
  }
}

/**
 * A file in pieces of `size` bytes. A file that gives nothing for a minute is given up (FOLDER_UNWRITABLE). `ring`: so many buffers take turns, so a piece holds only until that many more are asked for; null:
 * each has memory of its own. Big buffers that are made and dropped would have the thread collect garbage all the time.
 */
export async function* pieces(
  path: string,
  size: number,
  ring: number | null = null,
): AsyncGenerator<Uint8Array, void, undefined> {
  const folder = dirname(path);
  const handle = await answering(open(path, 'r'), folder, patienceMs);
  const buffers: Buffer[] = [];
  let hung = false;
  try {
    for (let count = 0; ; count++) {
      const place = ring === null ? 0 : count % ring;
      if (ring === null || buffers[place] === undefined) buffers[place] = Buffer.allocUnsafeSlow(size);
      const piece = buffers[place]!;
      let length = 0;
      while (length < size) {
        const { bytesRead } = await answering(
          handle.read(piece, length, size - length),
          folder,
          patienceMs,
        ).catch((error: unknown) => {
          hung = hangs(error);
          throw error;
        });
        if (bytesRead === 0) break;
        length += bytesRead;
      }
      if (length > 0) yield piece.subarray(0, length);
      if (length < size) return;
    }
  } finally {
    // It would wait for the read that hangs.
    if (hung) void handle.close().catch(() => undefined);
    else await handle.close();
  }
}
