import { createHash } from 'node:crypto';

/** A value as it is hashed. Text and bytes differ, also when their bytes are the same. */
export type Field = string | number | null | Uint8Array;

const length = (field: Field): number => {
  if (field === null) return 1;
  if (typeof field === 'number') return 9;
  return 5 + (typeof field === 'string' ? Buffer.byteLength(field) : field.length);
};

/**
 * Canonical encoding of a list of fields: two different lists never encode alike. Each field is a tag and its content:
 * `n`; `f` and a big-endian float64; `s` or `b`, a big-endian u32 length, and UTF-8 text or bytes. See
 * docs/history-chain.md.
 */
export function encodeFields(fields: readonly Field[]): Buffer {
  const out = Buffer.allocUnsafe(fields.reduce<number>((sum, field) => sum + length(field), 0));
  let at = 0;
  for (const field of fields) {
    if (field === null) at = out.writeUInt8(0x6e, at);
    else if (typeof field === 'number') {
      at = out.writeUInt8(0x66, at);
      // One zero: SQLite does not keep the sign of a zero in every column.
      at = out.writeDoubleBE(field === 0 ? 0 : field, at);
    } else {
      const bytes = typeof field === 'string' ? Buffer.from(field) : field;
      at = out.writeUInt8(typeof field === 'string' ? 0x73 : 0x62, at);
      at = out.writeUInt32BE(bytes.length, at);
      out.set(bytes, at);
      at += bytes.length;
    }
  }
  return out;
}

/** What stands before the first row. */
export const chainStart: Uint8Array = new Uint8Array(32);

/** Digest of a row's payload. */
export const digestOf = (fields: readonly Field[]): Buffer =>
  createHash('sha256').update(encodeFields(fields)).digest();

/** Hash of a row: of the hash before it and its own digest. */
export const linkHash = (previous: Uint8Array, digest: Uint8Array): Buffer =>
  createHash('sha256').update(previous).update(digest).digest();
