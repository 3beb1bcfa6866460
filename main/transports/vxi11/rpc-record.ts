import { Fault } from '#shared/faults.ts';

/** The bit of a record mark that says: the last fragment of its record. source: RFC 5531, section 11. */
export const lastFragment = 0x8000_0000;

/** Memory is taken ahead of the bytes up to this size, one part of a long reply; beyond it, it grows with what has come. */
const readyBytes = (1 << 20) + 256;

export interface RecordLimits {
  /** A longer record is refused before memory is taken for it, bytes. */
  readonly cap: number;
  /** A record of this length or more counts as whole at the end of any fragment, whether marked as the last or not. */
  readonly wholeAt?: number;
}

/** Finds records in a stream of bytes, however it is split. source: RFC 5531, section 11 (record marking). */
export class RecordReader {
  readonly #cap: number;
  readonly #wholeAt: number;
  readonly #take: (record: Buffer) => void;
  #mark = 0;
  #markBytes = 0;
  /** Bytes of the fragment that have not come yet; -1 while its mark is being read. */
  #left = -1;
  #last = false;
  #store: Buffer | null = null;
  #size = 0;

  /** `take` is called with each record; its bytes are its own. What was pushed may be overwritten afterwards. */
  constructor(limits: RecordLimits, take: (record: Buffer) => void) {
    this.#cap = limits.cap;
    this.#wholeAt = limits.wholeAt ?? Number.POSITIVE_INFINITY;
    this.#take = take;
  }

  /** Bytes of memory that wait for the rest of a record. */
  get held(): number {
    return this.#store?.length ?? 0;
  }

  /** Takes what arrived. Throws REPLY_TOO_LARGE; the stream is of no use any more then. */
  push(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) {
      if (this.#left < 0) {
        at = this.#readMark(bytes, at);
        // A fragment without content has ended already.
        if (this.#left === 0) this.#endFragment();
        continue;
      }
      const end = Math.min(bytes.length, at + this.#left);
      if (this.#size === 0 && this.#last && end - at === this.#left) {
        // The usual case: a whole record in one piece.
        this.#left = -1;
        this.#take(Buffer.from(bytes.subarray(at, end)));
      } else {
        this.#keep(bytes, at, end);
        this.#left -= end - at;
        if (this.#left === 0) this.#endFragment();
      }
      at = end;
    }
  }

  #readMark(bytes: Buffer, from: number): number {
    let at = from;
    if (this.#markBytes === 0 && bytes.length - at >= 4) {
      this.#begin(bytes.readUInt32BE(at));
      return at + 4;
    }
    while (at < bytes.length && this.#markBytes < 4) {
      this.#mark = ((this.#mark << 8) | (bytes[at++] ?? 0)) >>> 0;
      this.#markBytes++;
    }
    if (this.#markBytes === 4) this.#begin(this.#mark);
    return at;
  }

  #begin(mark: number): void {
    this.#mark = 0;
    this.#markBytes = 0;
    this.#last = mark >= lastFragment;
    const length = mark % lastFragment;
    const size = this.#size + length;
    if (size > this.#cap) this.#tooLarge(size);
    this.#left = length;
  }

  #keep(bytes: Buffer, from: number, to: number): void {
    const size = this.#size + to - from;
    if (this.#store === null || this.#store.length < size) {
      // What is announced is believed up to `readyBytes`; then the memory doubles with what has really come, so that many
      // small fragments are not copied again and again.
      const announced = this.#size + this.#left;
      const doubled = Math.min((this.#store?.length ?? 0) * 2, this.#last ? announced : this.#cap);
      const store = Buffer.allocUnsafe(Math.max(size, Math.min(announced, readyBytes), doubled));
      this.#store?.copy(store, 0, 0, this.#size);
      this.#store = store;
    }
    bytes.copy(this.#store, this.#size, from, to);
    this.#size = size;
  }

  #endFragment(): void {
    this.#left = -1;
    if (!this.#last && this.#size < this.#wholeAt) return;
    const record = this.#store?.subarray(0, this.#size) ?? Buffer.alloc(0);
    this.#store = null;
    this.#size = 0;
    this.#take(record);
  }

  #tooLarge(size: number): never {
    this.#store = null;
    this.#size = 0;
    const count = (bytes: number): string => bytes.toLocaleString('en');
    throw new Fault(
      'REPLY_TOO_LARGE',
      `The instrument announces a record of ${count(size)} bytes; ${count(this.#cap)} are allowed.`,
      { details: { size, cap: this.#cap } },
    );
  }
}
