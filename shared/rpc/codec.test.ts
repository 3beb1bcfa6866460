import { encode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeMessage, encodeMessage } from './codec.ts';
import { maxValues } from './scan.ts';

const text = fc.string({ unit: 'binary' });
const typedArray = fc.oneof(
  fc.uint8Array(),
  fc.int8Array(),
  fc.uint8ClampedArray(),
  fc.int16Array(),
  fc.uint16Array(),
  fc.int32Array(),
  fc.uint32Array(),
  fc.float32Array(),
  fc.float64Array(),
);
const leaf = fc.oneof(
  fc.constantFrom(null, undefined, true, false, 0, -0, Number.NaN, Infinity, -Infinity, 5e-324),
  fc.double(),
  fc.maxSafeInteger(),
  text,
  typedArray,
);
const { value: plain } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('value'), { maxLength: 20 }),
    fc.dictionary(
      text.filter((key) => key !== '__proto__'),
      tie('value'),
      { maxKeys: 20, noNullPrototype: true },
    ),
  ),
}));

test('whatever plain data goes in comes out the same: bits, kinds, undefined and -0', () => {
  fc.assert(
    fc.property(plain, fc.integer({ min: 0, max: 9 }), (value, shift) => {
      const frame = encodeMessage(value);
      expect(decodeMessage(frame)).toStrictEqual(value);
      // The same frame at any alignment inside a larger buffer.
      const moved = new Uint8Array(frame.byteLength + shift + 3);
      moved.set(frame, shift);
      expect(decodeMessage(moved.subarray(shift, shift + frame.byteLength))).toStrictEqual(value);
    }),
  );
});

test('a value is not changed by being encoded', () => {
  fc.assert(
    fc.property(plain, (value) => {
      const before = structuredClone(value);
      encodeMessage(value);
      expect(value).toStrictEqual(before);
    }),
  );
});

test('a view of a part of a buffer crosses as that part', () => {
  const whole = Float64Array.from({ length: 10 }, (_, index) => index / 3);
  const decoded = decodeMessage(encodeMessage({ part: whole.subarray(2, 5) }));
  expect(decoded).toStrictEqual({ part: Float64Array.of(2 / 3, 3 / 3, 4 / 3) });
});

test('a block lies in the frame and is not copied on the way in', () => {
  const frame = encodeMessage({ note: 'odd', block: new Float32Array(1000).fill(1.5) });
  const decoded = decodeMessage(frame) as { block: Float32Array };
  expect(decoded.block.buffer).toBe(frame.buffer);
});

/** True when decoding ends in a value or in an Error, as it always must. */
function attempt(bytes: Uint8Array<ArrayBuffer>): boolean {
  try {
    decodeMessage(bytes);
    return true;
  } catch (error) {
    return error instanceof Error;
  }
}

test('R-23: garbage throws, and takes no memory worth speaking of', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(attempt(new Uint8Array(bytes))).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('a frame with any byte changed either throws or is some other plain value', () => {
  const frame = encodeMessage({ t: 'ask', id: 7, input: [Float64Array.of(1, 2), 'x', undefined, { y: -0 }] });
  for (let at = 0; at < frame.byteLength; at++)
    for (const value of [0, 0x7f, 0x80, 0xc1, 0xdd, 0xff]) {
      const changed = frame.slice();
      changed[at] = value;
      expect(attempt(changed)).toBe(true);
    }
});

const framed = (head: Uint8Array): Uint8Array<ArrayBuffer> => {
  const frame = new Uint8Array(4 + head.byteLength);
  new DataView(frame.buffer).setUint32(0, head.byteLength, true);
  frame.set(head, 4);
  return frame;
};

test('R-23: nested announcements of millions of elements are refused before memory is taken', () => {
  const head = new Uint8Array(1_000_000);
  for (let at = 0; at + 5 <= head.byteLength; at += 5) head.set([0xdd, 0x01, 0xc9, 0xc3, 0x80], at);
  const before = process.memoryUsage().rss;
  expect(() => decodeMessage(framed(head))).toThrow(/deep|truncated/);
  expect(process.memoryUsage().rss - before).toBeLessThan(50e6);
});

test('R-23: as many values as an input may have are taken, and not one more, before any is built', () => {
  const list = (count: number): Uint8Array => {
    const head = new Uint8Array(5 + count).fill(0x80);
    head.set([0xdd, 0, count >> 16, (count >> 8) & 255, count & 255]);
    return head;
  };
  expect(decodeMessage(framed(list(maxValues - 1)))).toHaveLength(maxValues - 1);
  expect(() => decodeMessage(framed(list(maxValues)))).toThrow(/too many/);
});

test('R-23: a short frame cannot mention the same contents many times', () => {
  const size = 80_000;
  const head = new Uint8Array(5 + 10_000 * 6);
  head.set([0xdd, 0, 0, 0x27, 0x10]);
  for (let at = 5; at < head.byteLength; at += 6)
    head.set([0xd6, 2, size & 255, size >> 8, size >> 16, 0], at);
  const frame = new Uint8Array(4 + head.byteLength + size + 8);
  frame.set(framed(head));
  expect(() => decodeMessage(frame)).toThrow(/outside/);
});

test('nesting beyond any contract is refused on both sides', () => {
  let deep: unknown = 1;
  for (let level = 0; level < 60; level++) deep = [deep];
  expect(() => encodeMessage(deep)).toThrow(/deep/);
  expect(() => decodeMessage(framed(encode(deep)))).toThrow(/deep/);
});

test.each([
  ['a Map', new Map()],
  ['a Date', new Date(0)],
  ['a function', () => 1],
  ['a bigint', 1n],
  ['a DataView', new DataView(new ArrayBuffer(1))],
  ['an Error', new Error('x')],
])('%s is refused instead of arriving as something else', (_, value) => {
  expect(() => encodeMessage({ value })).toThrow(/plain|Unrecognized|typed array/);
});

test('trailing bytes, an unknown extension and a place outside the frame are refused', () => {
  expect(() => decodeMessage(framed(Uint8Array.of(1, 1)))).toThrow(/left over/);
  expect(() => decodeMessage(framed(Uint8Array.of(0xd4, 99, 0)))).toThrow(/extension/);
  expect(() => decodeMessage(framed(Uint8Array.of(0xd6, 2, 1, 0, 0, 0)))).toThrow(/outside/);
  expect(() => decodeMessage(new Uint8Array(3))).toThrow(RangeError);
});
