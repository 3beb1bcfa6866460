import { damaged } from './damaged.ts';

/** Reads a stream of chunks of any size in pieces of a wanted size. Holds no more than one chunk and one piece. */
export class ByteQueue {
  readonly #source: AsyncIterator<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array(0);
  #ended = false;
  /** Bytes taken so far. */
  at = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next `length` bytes, or as many as there are before the end. */
  async upTo(length: number): Promise<Uint8Array> {
    if (await this.#fill()) return this.#chunk;
    if (this.#chunk.length >= length) return this.#cut(length);
    const out = new Uint8Array(length);
    let filled = 0;
    while (filled < length && !(await this.#fill())) {
      const part = this.#cut(Math.min(length - filled, this.#chunk.length));
      out.set(part, filled);
      filled += part.length;
    }
    return filled === length ? out : out.subarray(0, filled);
  }

  /** Exactly `length` bytes. Rejects with BACKUP_DAMAGED when it ends before, saying in the middle of what. */
  async exactly(length: number, what: string): Promise<Uint8Array> {
    const bytes = await this.upTo(length);
    if (bytes.length < length) throw damaged(`it ends in the middle of ${what}`, this.at);
    return bytes;
  }

  /** True when nothing is left. */
  async ended(): Promise<boolean> {
    return await this.#fill();
  }

  /** Ends the source, however far it was read. */
  async close(): Promise<void> {
    this.#ended = true;
    await this.#source.return?.();
  }

  /** Gets a chunk that is not empty; true when there is none. */
  async #fill(): Promise<boolean> {
    while (this.#chunk.length === 0 && !this.#ended) {
      const next = await this.#source.next();
      if (next.done === true) this.#ended = true;
      else this.#chunk = next.value;
    }
    return this.#chunk.length === 0;
  }

  #cut(length: number): Uint8Array {
    const part = this.#chunk.subarray(0, length);
    this.#chunk = this.#chunk.subarray(length);
    this.at += length;
    return part;
  }
}
