import { expect, it } from 'vitest';
import { pictureIn } from './picture-size.ts';

/** A block with the first bytes of a picture in it. */
function block(width: number, height: number, kind: 'png' | 'bmp' = 'png'): Uint8Array {
  const picture = new DataView(new ArrayBuffer(40));
  if (kind === 'png') {
    picture.setUint32(0, 0x8950_4e47);
    picture.setUint32(16, width);
    picture.setUint32(20, height);
  } else {
    picture.setUint16(0, 0x424d);
    picture.setInt32(18, width, true);
    picture.setInt32(22, height, true);
  }
  return Uint8Array.from([0x23, 0x32, 0x34, 0x30, ...new Uint8Array(picture.buffer), 0x0a]);
}

it('finds the picture in a block, with its size', () => {
  const reply = block(800, 480);
  expect(pictureIn(reply, reply.length)).toMatchObject({ width: 800, height: 480 });
  expect(pictureIn(reply, reply.length)?.bytes).toHaveLength(40);
  // Rows from the top down have a negative height.
  expect(pictureIn(block(800, -480, 'bmp'), 45)).toMatchObject({ width: 800, height: 480 });
});

it('draws nothing that is not all here, or that would fill the memory', () => {
  expect(pictureIn(block(800, 480), 100_000)).toBeNull();
  expect(pictureIn(block(800, 480).subarray(0, 30), 30)).toBeNull();
  expect(pictureIn(block(60_000, 60_000), 45)).toBeNull();
  expect(pictureIn(block(0, 480), 45)).toBeNull();
  expect(pictureIn(block(-1, 480, 'bmp'), 45)).toBeNull();
  expect(pictureIn(Uint8Array.of(0x23, 0x31, 0x31, 0x89), 4)).toBeNull();
});
