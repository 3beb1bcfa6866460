import { decode, ExtData, encode } from '@msgpack/msgpack';
import { maxDepth, scan } from './scan.ts';

/*
 * A frame: u32 length of the MessagePack part (little endian), that part, then the contents of typed arrays, each at an
 * offset that is a multiple of 8, in the order in which the MessagePack part mentions them. So a large block is copied once on the way out,
 * and not at all on the way in: it is looked at where it lies.
 */

const align = (offset: number): number => (offset + 7) & ~7;
const headerBytes = 4;

/** Extension numbers: 0 and 1 are values that MessagePack has no word for, from 2 on kinds of typed arrays. */
const undefinedType = 0;
const minusZeroType = 1;
const arrayKinds = [
  Uint8Array,
  Int8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
] as const;
const firstArrayType = 2;
type TypedArray = InstanceType<(typeof arrayKinds)[number]>;

/** Stands for a value that MessagePack would change: `undefined` would become null, -0 would become 0. */
class Mark extends ExtData {}
const undefinedMark = new Mark(undefinedType, new Uint8Array(0));
const minusZeroMark = new Mark(minusZeroType, new Uint8Array(0));

/** A typed array is its length in bytes, u32: contents lie in the order in which they are mentioned, so none overlap. */
const lengthBytes = 4;

/**
 * The value with marks in it; itself when none is needed. Throws TypeError for what would not arrive as it is (Map, Date,
 * functions, instances of classes).
 */
function marked(value: unknown, depth: number): unknown {
  if (value === undefined) return undefinedMark;
  if (value === 0) return Object.is(value, -0) ? minusZeroMark : value;
  if (typeof value !== 'object' || value === null) return value;
  if (depth > maxDepth) throw new TypeError('nested too deeply');
  if (ArrayBuffer.isView(value)) return value;
  let changed: Record<string | number, unknown> | null = null;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const item = marked(value[index], depth + 1);
      if (Object.is(item, value[index])) continue;
      changed ??= value.slice() as unknown as Record<number, unknown>;
      changed[index] = item;
    }
    return changed ?? value;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) throw new TypeError('not plain data');
  for (const [key, each] of Object.entries(value)) {
    const item = marked(each, depth + 1);
    if (Object.is(item, each)) continue;
    changed ??= { ...value };
    changed[key] = item;
  }
  return changed ?? value;
}

/** One message as bytes for a wire that carries bytes. Throws TypeError when it holds what cannot be carried. */
export function encodeMessage(message: unknown): Uint8Array<ArrayBuffer> {
  const arrays: { readonly array: TypedArray; readonly offset: number }[] = [];
  let contents = 0;
  const head = encode(marked(message, 0), {
    maxDepth: maxDepth + 2,
    extensionCodec: {
      tryToEncode(object) {
        if (object instanceof Mark) return object;
        if (!ArrayBuffer.isView(object)) return null;
        const kind = arrayKinds.findIndex((each) => object instanceof each);
        if (kind < 0) throw new TypeError('no such typed array');
        const length = new Uint8Array(lengthBytes);
        new DataView(length.buffer).setUint32(0, object.byteLength, true);
        arrays.push({ array: object as TypedArray, offset: contents });
        contents = align(contents + object.byteLength);
        return new ExtData(kind + firstArrayType, length);
      },
      decode: () => null,
    },
  });
  const start = align(headerBytes + head.byteLength);
  const frame = new Uint8Array(start + contents);
  new DataView(frame.buffer).setUint32(0, head.byteLength, true);
  frame.set(head, headerBytes);
  for (const { array, offset } of arrays)
    frame.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), start + offset);
  return frame;
}

/**
 * The message in a frame. Typed arrays are views of the frame's own memory where its alignment allows. Throws on anything
 * that `encodeMessage` could not have made; takes no more memory than the frame has bytes, times a constant.
 */
export function decodeMessage(frame: Uint8Array<ArrayBuffer>): unknown {
  // A Buffer of Node is a Uint8Array whose slices are Buffers again.
  const bytes = new Uint8Array(frame.buffer, frame.byteOffset, frame.byteLength);
  const length = new DataView(bytes.buffer, bytes.byteOffset, headerBytes).getUint32(0, true);
  if (length > bytes.byteLength - headerBytes) throw new RangeError('truncated');
  const head = bytes.subarray(headerBytes, headerBytes + length);
  scan(head);
  let offset = align(headerBytes + length);
  return decode(head, {
    extensionCodec: {
      tryToEncode: () => null,
      decode(data, type) {
        if (type === undefinedType) return undefined;
        if (type === minusZeroType) return -0;
        const Kind = arrayKinds[type - firstArrayType];
        if (Kind === undefined || data.byteLength !== lengthBytes) throw new RangeError('unknown extension');
        const size = new DataView(data.buffer, data.byteOffset, lengthBytes).getUint32(0, true);
        if (offset + size > bytes.byteLength || size % Kind.BYTES_PER_ELEMENT !== 0)
          throw new RangeError('outside the frame');
        const from = bytes.byteOffset + offset;
        const array =
          from % Kind.BYTES_PER_ELEMENT === 0
            ? new Kind(bytes.buffer, from, size / Kind.BYTES_PER_ELEMENT)
            : new Kind(bytes.slice(offset, offset + size).buffer);
        offset = align(offset + size);
        return array;
      },
    },
  });
}
