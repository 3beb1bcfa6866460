import { zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { seeded } from '#main/database/seeded.fixture.ts';
import { all, hasProgram, noise, piped, seed, streamOf, textLike } from './bytes.fixture.ts';
import { announce, announceBytes, frameBytes } from './frame-layout.ts';
import { chunksHeld, compressFrames, decompressFrames } from './frames.ts';

const { signal } = new AbortController();
const packed = async (bytes: Uint8Array, chunk?: number): Promise<Buffer> =>
  await all(compressFrames(streamOf(bytes, chunk), { signal }));
const unpacked = async (bytes: Uint8Array, maxBytes = 2 ** 40, chunk?: number): Promise<Buffer> =>
  await all(decompressFrames(streamOf(bytes, chunk), { signal, maxBytes }));
const refusal = async (bytes: Uint8Array, maxBytes?: number): Promise<string> => {
  const error = await unpacked(bytes, maxBytes).then(
    () => null,
    (each: unknown) => each,
  );
  expect(error).toMatchObject({ code: 'BACKUP_DAMAGED' });
  return (error as Error).message;
};

describe('frames', () => {
  const sizes = [0, 1, frameBytes - 1, frameBytes, frameBytes + 1, 3 * frameBytes + 12345];
  test.each(sizes)('%i bytes come back as they were, whatever the chunks', async (size) => {
    const plain = textLike(size);
    const frames = await packed(plain, 1_234_567);
    expect((await unpacked(frames, size, 70_001)).equals(plain)).toBe(true);
    expect((await unpacked(frames, size, frames.length + 1)).equals(plain)).toBe(true);
  });

  test('buffers of a source that are used again, as often as it says, are no longer needed', async () => {
    const plain = textLike(9 * frameBytes);
    const ring = Array.from({ length: chunksHeld }, () => Buffer.alloc(frameBytes));
    async function* reusing(): AsyncGenerator<Uint8Array> {
      for (let piece = 0; piece < 9; piece++) {
        const buffer = ring[piece % ring.length]!;
        plain.copy(buffer, 0, piece * frameBytes);
        yield buffer;
      }
    }
    expect((await unpacked(await all(compressFrames(reusing(), { signal })))).equals(plain)).toBe(true);
  });

  test('bytes that do not compress come back, too', async () => {
    const plain = noise(frameBytes + 5);
    expect((await unpacked(await packed(plain))).equals(plain)).toBe(true);
  });

  test('chunks of one byte, both ways', async () => {
    const plain = textLike(3000);
    expect((await unpacked(await packed(plain, 1), 3000, 1)).equals(plain)).toBe(true);
  });

  const zstd = hasProgram('zstd');
  test.runIf(zstd)('Debian’s zstd reads them', { timeout: 60_000 }, async () => {
    const plain = textLike(2 * frameBytes + 77);
    expect(piped('zstd', ['-d', '-c'], await packed(plain)).equals(plain)).toBe(true);
  });

  test('cut anywhere, it is damaged, and says where', async () => {
    const frames = await packed(textLike(frameBytes + 500));
    const second = frames.lastIndexOf(announce(0).subarray(0, 8));
    for (const length of [1, announceBytes, announceBytes + 100, second + 5, second + 12, frames.length - 1])
      expect(await refusal(frames.subarray(0, length))).toMatch(/ends in the middle of .*, at byte \d+/);
    // Cut between two frames it is whole as far as it goes: that is what the size in the manifest is for.
    expect((await unpacked(frames.subarray(0, second))).length).toBe(frameBytes);
  });

  test('something behind the end, or between frames, is damage', async () => {
    const frames = await packed(textLike(500));
    expect(await refusal(Buffer.concat([frames, Buffer.from('x')]))).toContain('in the middle of');
    expect(await refusal(Buffer.concat([frames, Buffer.alloc(20)]))).toContain('does not begin as one');
    const frame = frames.subarray(announceBytes);
    const longer = Buffer.concat([announce(frame.length + 3), frame, Buffer.from('abc')]);
    expect(await refusal(longer)).toContain('3 bytes too many');
    const two = Buffer.concat([announce(2 * frame.length), frame, frame]);
    expect(await refusal(two)).toContain('bytes too many');
  });

  test('R-23: a decompression bomb is refused before it unfolds, one frame or many', async () => {
    const bomb = zstdCompressSync(Buffer.alloc(frameBytes + 1));
    expect(await refusal(Buffer.concat([announce(bomb.length), bomb]))).toMatch(/would become 8388609 bytes/);
    const frames = await packed(Buffer.alloc(3 * frameBytes));
    expect(await refusal(frames, 2 * frameBytes)).toContain('holds more than the 16777216 bytes');
    // One that lies about its size unfolds no further than what it declared.
    const liar = zstdCompressSync(Buffer.alloc(1_000_000));
    const lying = Buffer.from(liar);
    lying.writeUInt32LE(4096, 5);
    expect(lying[4]! >>> 6).toBe(2);
    expect(await refusal(Buffer.concat([announce(lying.length), lying]))).toContain('cannot be decompressed');
    expect(await refusal(announce(2 ** 31))).toContain('announces 2147483648 bytes');
  });

  test(`R-23: any byte changed is refused, or unfolds to no more than there was (seed ${seed})`, async () => {
    const plain = textLike(20_000, seed);
    const frames = await packed(plain);
    const next = seeded(seed);
    for (let round = 0; round < 300; round++) {
      const at = round < 40 ? round : Math.floor(next() * frames.length);
      const flipped = Buffer.from(frames);
      flipped[at]! ^= 1 + Math.floor(next() * 255);
      const answer = await unpacked(flipped, plain.length).then(
        (bytes) => bytes.length,
        (error: unknown) => (error as { code: unknown }).code,
      );
      expect([plain.length, 'BACKUP_DAMAGED'], `byte ${at}`).toContain(answer);
    }
  });

  test('ends when it is told to, and ends what it reads from', async () => {
    const control = new AbortController();
    let ended = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield noise(frameBytes / 4);
      } finally {
        ended = true;
      }
    }
    const run = async (): Promise<void> => {
      for await (const _frame of compressFrames(endless(), { signal: control.signal })) control.abort();
    };
    await expect(run()).rejects.toMatchObject({ name: 'AbortError' });
    expect(ended).toBe(true);
  });

  test('a source that fails fails it with the same error', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield noise(100);
      throw new Error('planted');
    }
    await expect(all(compressFrames(failing(), { signal }))).rejects.toThrow('planted');
  });
});
