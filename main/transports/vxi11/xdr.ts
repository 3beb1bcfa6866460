import { malformed } from './errors.ts';

/** What XDR is written from: numbers of 32 bits, signed or not, and opaque bytes of variable length. */
export type XdrValue = number | Uint8Array;

/** Bytes rounded up to whole units. source: RFC 4506, section 3 (four bytes). */
const padded = (length: number): number => (length + 3) & ~3;

/** Bytes that values take. */
export function xdrSize(values: readonly XdrValue[]): number {
  let size = 0;
  for (const value of values) size += typeof value === 'number' ? 4 : 4 + padded(value.length);
  return size;
}

/** Writes values at `at`, where there has to be room; returns the place behind them. */
export function writeXdr(target: Buffer, at: number, values: readonly XdrValue[]): number {
  let next = at;
  for (const value of values) {
    if (typeof value === 'number') {
      next = target.writeUInt32BE(value >>> 0, next);
      continue;
    }
    next = target.writeUInt32BE(value.length, next);
    target.set(value, next);
    const end = next + padded(value.length);
    target.fill(0, next + value.length, end);
    next = end;
  }
  return next;
}

/** Reads XDR, never beyond its record. Every method throws INSTRUMENT_REPLY when the record ends before the value does. */
export class XdrReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Bytes that were not read yet. */
  get left(): number {
    return this.#bytes.length - this.#at;
  }

  u32(): number {
    if (this.left < 4) throw malformed('a reply ends in the middle of a number');
    const value = this.#bytes.readUInt32BE(this.#at);
    this.#at += 4;
    return value;
  }

  i32(): number {
    return this.u32() | 0;
  }

  /**
   * Bytes of variable length, not copied. The padding behind the last ones may be missing: some instruments leave it out.
   * source: RFC 4506, 4.10; pyvisa-py issue 225.
   */
  opaque(): Buffer {
    const length = this.u32();
    if (length > this.left)
      throw malformed(`a field of ${length} bytes stands in a record that has ${this.left} left`);
    const bytes = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at = Math.min(this.#bytes.length, this.#at + padded(length));
    return bytes;
  }
}
