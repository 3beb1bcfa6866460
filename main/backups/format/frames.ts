import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import { ByteQueue } from './byte-queue.ts';
import { damaged } from './damaged.ts';
import { announce, announceBytes, announced, declaredSize, frameBound, frameBytes } from './frame-layout.ts';

// One-shot calls, never the streams: Node 24's decompressing stream loses a frame that begins in the chunk another ends in.
const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);
const level = 3;
/** Frames that are worked on at once. Two leave threads of the pool for everybody else. */
const atOnce = 2;
/** Chunks of its source that `compressFrames` has in hand at once, at most, where they are of `frameBytes`. */
export const chunksHeld = atOnce + 3;

/** Runs `work` over a stream, some items at once, and keeps their order. */
async function* ahead<I, O>(
  source: AsyncIterable<I>,
  work: (item: I) => Promise<O>,
): AsyncGenerator<O, void, undefined> {
  const waiting: Promise<O>[] = [];
  try {
    for await (const item of source) {
      const started = work(item);
      // Whoever awaits it hears of a failure; until then it is nobody's.
      started.catch(() => undefined);
      waiting.push(started);
      if (waiting.length > atOnce) yield await waiting.shift()!;
    }
    while (waiting.length > 0) yield await waiting.shift()!;
  } finally {
    await Promise.allSettled(waiting);
  }
}

/** A stream in pieces of `frameBytes`, the last one shorter. */
async function* pieces(source: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const queue = new ByteQueue(source);
  try {
    while (!(await queue.ended())) {
      signal.throwIfAborted();
      yield await queue.upTo(frameBytes);
    }
  } finally {
    await queue.close();
  }
}

async function packed(piece: Uint8Array): Promise<readonly Uint8Array[]> {
  const frame = await compress(piece, {
    chunkSize: frameBound,
    // Written into the frame: who reads it knows how much it will be before it unfolds.
    pledgedSrcSize: piece.length,
    // The checksum ties what comes out one day to what went in: it costs next to nothing, and the library checks it.
    params: { [constants.ZSTD_c_compressionLevel]: level, [constants.ZSTD_c_checksumFlag]: 1 },
  });
  // `zstd` gives a big output buffer as a view: what is kept in a queue should not hold all of it.
  return [announce(frame.length), frame.length * 4 < frame.buffer.byteLength ? Buffer.from(frame) : frame];
}

/**
 * Compresses a stream into frames of zstd that `zstd -d` reads, each announced by a skippable frame (pzstd's layout). A chunk of
 * `frameBytes` may be used again once `chunksHeld` more have been asked for. Holds some frames at a time, however long it is.
 */
export async function* compressFrames(
  source: AsyncIterable<Uint8Array>,
  { signal }: { readonly signal: AbortSignal },
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const frame of ahead(pieces(source, signal), packed)) {
    signal.throwIfAborted();
    yield* frame;
  }
}

interface Frame {
  readonly at: number;
  readonly size: number;
  readonly bytes: Uint8Array;
}

async function* framesOf(
  source: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
  maxBytes: number,
): AsyncGenerator<Frame> {
  const queue = new ByteQueue(source);
  let total = 0;
  try {
    while (!(await queue.ended())) {
      signal.throwIfAborted();
      const { at } = queue;
      const length = announced(await queue.exactly(announceBytes, 'the announcement of a frame'), at);
      const bytes = await queue.exactly(length, 'a frame of the compressed data');
      const size = declaredSize(bytes, at);
      total += size;
      if (total > maxBytes)
        throw damaged(`it holds more than the ${maxBytes} bytes that its manifest says`, at);
      yield { at, size, bytes };
    }
  } finally {
    await queue.close();
  }
}

async function unpacked({ at, size, bytes }: Frame): Promise<Uint8Array> {
  const plain = await decompress(bytes, {
    chunkSize: Math.max(size, 64),
    maxOutputLength: Math.max(size, 1),
  }).catch((cause: unknown) => {
    throw damaged('a frame of the compressed data cannot be decompressed', at, cause);
  });
  if (plain.length !== size)
    throw damaged(`a frame of the compressed data is ${plain.length} bytes and declares ${size}`, at);
  return plain;
}

/**
 * Decompresses what `compressFrames` made, and nothing else: rejects with BACKUP_DAMAGED at the first byte that does not belong there
 * (cut short, something behind the end, a frame of more than 8 MB), and before it would give more than `maxBytes`.
 */
export async function* decompressFrames(
  source: AsyncIterable<Uint8Array>,
  { signal, maxBytes }: { readonly signal: AbortSignal; readonly maxBytes: number },
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const plain of ahead(framesOf(source, signal, maxBytes), unpacked)) {
    signal.throwIfAborted();
    yield plain;
  }
}
