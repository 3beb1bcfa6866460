import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** A value as it is hashed. Text and bytes differ, also when their bytes are the same. */
export type Field = string | number | null | Uint8Array;

const tag = { null: 0x6e, number: 0x66, text: 0x73, bytes: 0x62 } as const;

/** More than a field can take: UTF-8 has at most three bytes for a UTF-16 unit. */
const roomFor = (field: Field): number => {
  if (field === null) return 1;
  if (typeof field === 'number') return 9;
  return 5 + (typeof field === 'string' ? 3 * field.length : field.length);
};

/** Written anew for every row: no allocation for most of them. */
let scratch = Buffer.allocUnsafeSlow(4096);
/** A bigger one is not kept. */
const scratchMax = 1 << 20;

function encoded(fields: readonly Field[]): Buffer {
  let room = 0;
  for (const field of fields) room += roomFor(field);
  const out = room <= scratch.length ? scratch : Buffer.allocUnsafeSlow(room);
  if (room <= scratchMax) scratch = out;
  let at = 0;
  for (const field of fields) {
    if (field === null) out[at++] = tag.null;
    else if (typeof field === 'number') {
      out[at++] = tag.number;
      // One zero: SQLite does not keep the sign of a zero in every column.
      at = out.writeDoubleBE(field === 0 ? 0 : field, at);
    } else {
      out[at] = typeof field === 'string' ? tag.text : tag.bytes;
      let size = field.length;
      if (typeof field === 'string') size = out.write(field, at + 5, 'utf8');
      else out.set(field, at + 5);
      out.writeUInt32BE(size, at + 1);
      at += 5 + size;
    }
  }
  return out.subarray(0, at);
}

/**
 * Canonical encoding of a list of fields: two different lists never encode alike. Each field is a tag and its content:
 * `n`; `f` and a big-endian float64; `s` or `b`, a big-endian u32 length, and UTF-8 text or bytes. See
 * docs/history-chain.md.
 */
export const encodeFields = (fields: readonly Field[]): Buffer => Buffer.from(encoded(fields));

/** What stands before the first row. */
export const chainStart: Uint8Array = new Uint8Array(32);

/** Digest of a row's payload. */
export const digestOf = (fields: readonly Field[]): Buffer => hash('sha256', encoded(fields), 'buffer');

/** CRC-32 of a list of fields: finds what a disk or a memory has changed, and is no proof against anybody. */
export const sumOf = (fields: readonly Field[]): number => crc32(encoded(fields));

const pair = new Uint8Array(64);

/** Hash of a row: of the hash before it and its own digest. */
export function linkHash(previous: Uint8Array, digest: Uint8Array): Buffer {
  pair.set(previous, 0);
  pair.set(digest, 32);
  return hash('sha256', pair, 'buffer');
}
