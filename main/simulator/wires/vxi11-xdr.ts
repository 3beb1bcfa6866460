/** Bytes that are not what they should be: too few, or a length beyond what is allowed. Never leaves the RPC server. */
export class XdrError extends Error {}

/** Bytes that fill the last unit of four. source: RFC 4506, 3 */
const padding = (length: number): number => (4 - (length % 4)) % 4;

/** Reads values one after the other. Throws an XdrError. source: RFC 4506, 4 */
export class XdrReader {
  #rest: Buffer;

  constructor(bytes: Buffer) {
    this.#rest = bytes;
  }

  unsigned(): number {
    return this.#take(4).readUInt32BE();
  }

  signed(): number {
    return this.#take(4).readInt32BE();
  }

  boolean(): boolean {
    const value = this.unsigned();
    if (value > 1) throw new XdrError(`${value} is no boolean`);
    return value === 1;
  }

  /** Opaque data of any length up to `max`. */
  opaque(max: number): Buffer {
    const length = this.unsigned();
    if (length > max) throw new XdrError(`${length} bytes are more than ${max}`);
    const bytes = this.#take(length);
    // What stands in the padding is nobody's business; that there is some is.
    this.#take(padding(length));
    return bytes;
  }

  string(max: number): string {
    return this.opaque(max).toString('latin1');
  }

  #take(count: number): Buffer {
    if (this.#rest.length < count) throw new XdrError(`${this.#rest.length} bytes are left of ${count}`);
    const taken = this.#rest.subarray(0, count);
    this.#rest = this.#rest.subarray(count);
    return taken;
  }
}

/** Numbers as XDR writes them, one unit each, signed or not. */
export function xdr(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, at) => bytes.writeUInt32BE(value >>> 0, 4 * at));
  return bytes;
}

/** Opaque data of variable length. */
export const xdrOpaque = (bytes: Buffer): Buffer =>
  Buffer.concat([xdr(bytes.length), bytes, Buffer.alloc(padding(bytes.length))]);
