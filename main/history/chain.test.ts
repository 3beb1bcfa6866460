import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chainStart, digestOf, encodeFields, type Field, linkHash } from './chain.ts';

const field: fc.Arbitrary<Field> = fc.oneof(
  fc.constant(null),
  fc.double({ noNaN: true }).map((value) => (value === 0 ? 0 : value)),
  fc.string({ unit: 'grapheme' }),
  fc.uint8Array({ maxLength: 40 }),
);
const fields = fc.array(field, { maxLength: 6 });
const same = (a: readonly Field[], b: readonly Field[]): boolean =>
  a.length === b.length &&
  a.every((each, i) => {
    const other = b[i]!;
    if (each instanceof Uint8Array || other instanceof Uint8Array)
      return each instanceof Uint8Array && other instanceof Uint8Array && Buffer.compare(each, other) === 0;
    return Object.is(each, other);
  });

test('R-13: what is written as text, bytes, a number or nothing can be read back from its encoding', () => {
  const decode = (bytes: Buffer): Field[] => {
    const out: Field[] = [];
    for (let at = 0; at < bytes.length; ) {
      const tag = String.fromCharCode(bytes[at]!);
      if (tag === 'n') {
        out.push(null);
        at += 1;
      } else if (tag === 'f') {
        out.push(bytes.readDoubleBE(at + 1));
        at += 9;
      } else {
        const content = bytes.subarray(at + 5, at + 5 + bytes.readUInt32BE(at + 1));
        out.push(tag === 's' ? content.toString('utf8') : Uint8Array.from(content));
        at += 5 + content.length;
      }
    }
    return out;
  };
  fc.assert(
    fc.property(fields, (list) => {
      expect(same(decode(encodeFields(list)), list)).toBe(true);
    }),
  );
});

test('R-13: two different lists of fields never encode alike', () => {
  fc.assert(
    fc.property(fields, fields, (a, b) => {
      expect(encodeFields(a).equals(encodeFields(b))).toBe(same(a, b));
    }),
  );
  const near: Field[][] = [
    ['ab', 'c'],
    ['a', 'bc'],
    ['abc'],
    [Buffer.from('abc')],
    ['abc', null],
    [0],
    ['0'],
    [null],
    [],
  ];
  const encodings = new Set(near.map((each) => encodeFields(each).toString('hex')));
  expect(encodings.size).toBe(near.length);
});

test('the encoding is the documented one, byte for byte', () => {
  expect(encodeFields([null, 1, 'µ', Uint8Array.of(255)]).toString('hex')).toBe(
    '6e' + '663ff0000000000000' + '7300000002c2b5' + '6200000001ff',
  );
  expect(encodeFields([-0])).toEqual(encodeFields([0]));
});

test('digest and hash are SHA-256 of what is documented, however long a field is', () => {
  for (const size of [0, 10, 5_000, 2_000_000]) {
    const list = ['x'.repeat(size), Buffer.alloc(size, 7)];
    const digest = createHash('sha256').update(encodeFields(list)).digest();
    expect(digestOf(list)).toEqual(digest);
    expect(linkHash(chainStart, digest)).toEqual(
      createHash('sha256').update(Buffer.alloc(32)).update(digest).digest(),
    );
  }
});
