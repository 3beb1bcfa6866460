/** Set in the mark of a record's last fragment; the rest of the mark is the fragment's length. source: RFC 5531, 11 */
const lastFragment = 0x8000_0000;
const markBytes = 4;

/** A record that is longer than the server takes, or made of more pieces. Its connection cannot be put right. */
export class RecordError extends Error {}

/** A record as one fragment. */
export function record(bytes: Buffer): Buffer {
  const mark = Buffer.alloc(markBytes);
  mark.writeUInt32BE((lastFragment | bytes.length) >>> 0);
  return Buffer.concat([mark, bytes]);
}

/** Puts records together from a stream, however it is cut. Nothing is kept for what a mark only announces. */
export class RecordReader {
  readonly #max: number;
  #rest: Buffer = Buffer.alloc(0);
  #fragments: Buffer[] = [];
  #length = 0;

  /** `max`: bytes of a whole record. */
  constructor(max: number) {
    this.#max = max;
  }

  /** Bytes that came and are not read yet. */
  get waiting(): number {
    return this.#rest.length + this.#length;
  }

  add(bytes: Buffer): void {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
  }

  /** The next whole record, or null. Throws a RecordError as soon as a mark announces too much. */
  take(): Buffer | null {
    while (this.#rest.length >= markBytes) {
      const mark = this.#rest.readUInt32BE();
      const length = mark & ~lastFragment;
      const isLast = mark >= lastFragment;
      if (this.#length + length > this.#max)
        throw new RecordError(`a record is longer than ${this.#max} bytes`);
      // Fragments without a byte would go on forever.
      if (length === 0 && !isLast) throw new RecordError('a fragment is empty');
      if (this.#rest.length < markBytes + length) return null;
      this.#fragments.push(this.#rest.subarray(markBytes, markBytes + length));
      this.#length += length;
      this.#rest = this.#rest.subarray(markBytes + length);
      if (!isLast) continue;
      const whole = Buffer.concat(this.#fragments);
      this.#fragments = [];
      this.#length = 0;
      return whole;
    }
    return null;
  }
}
