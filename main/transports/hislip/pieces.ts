/** Pieces shorter than this are copied together, in bytes: each piece kept by itself costs memory of its own. */
const smallPiece = 16_384;

/**
 * Collects a message that comes in pieces. A message in one piece is never copied; many small ones are joined as they
 * come, so that what is kept is about as large as what was sent, however it was cut.
 */
export class Pieces {
  #list: Uint8Array[] = [];
  #tail: Buffer | null = null;
  #filled = 0;
  #size = 0;

  /** Bytes in it. */
  get size(): number {
    return this.#size;
  }

  add(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const first = this.#size === 0;
    this.#size += bytes.length;
    if (first || bytes.length >= smallPiece) {
      this.#flush();
      this.#list.push(bytes);
      return;
    }
    if (this.#tail !== null && this.#filled + bytes.length > this.#tail.length) this.#flush();
    this.#tail ??= Buffer.allocUnsafe(smallPiece * 4);
    this.#tail.set(bytes, this.#filled);
    this.#filled += bytes.length;
  }

  /** All of it, in order; then it is empty. */
  take(): Uint8Array[] {
    this.#flush();
    const list = this.#list;
    this.drop();
    return list;
  }

  /** Forgets everything. */
  drop(): void {
    this.#list = [];
    this.#tail = null;
    this.#filled = 0;
    this.#size = 0;
  }

  #flush(): void {
    if (this.#tail === null) return;
    this.#list.push(this.#tail.subarray(0, this.#filled));
    this.#tail = null;
    this.#filled = 0;
  }
}
