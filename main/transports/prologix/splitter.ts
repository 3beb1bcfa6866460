/**
 * Divides what an adapter sends at a line that it says: its version, asked for behind every command. What stands before
 * the line is the command's answer; with the line, the adapter is idle again.
 */
export class Splitter {
  readonly #mark: Buffer;
  /** The beginning of the mark, at the end of what came: it may be an answer after all. */
  #held: Buffer = Buffer.alloc(0);

  /** `mark`: the line with its terminator. */
  constructor(mark: Uint8Array) {
    this.#mark = Buffer.from(mark);
  }

  /** What of `bytes`, and of what was held back, is answer; `rest` is what follows the mark, null while it has not come. */
  push(bytes: Uint8Array): { readonly answer: Uint8Array; readonly rest: Uint8Array | null } {
    const all =
      this.#held.length === 0
        ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
        : Buffer.concat([this.#held, bytes]);
    const at = all.indexOf(this.#mark);
    if (at !== -1) {
      this.#held = Buffer.alloc(0);
      return { answer: all.subarray(0, at), rest: all.subarray(at + this.#mark.length) };
    }
    const keep = this.#begun(all);
    this.#held = Buffer.from(all.subarray(all.length - keep));
    return { answer: all.subarray(0, all.length - keep), rest: null };
  }

  /** How many bytes at the end of `all` may be the beginning of the mark. */
  #begun(all: Buffer): number {
    const mark = this.#mark;
    let at = all.indexOf(mark[0] ?? 0, Math.max(0, all.length - mark.length + 1));
    while (at !== -1) {
      if (all.compare(mark, 0, all.length - at, at) === 0) return all.length - at;
      at = all.indexOf(mark[0] ?? 0, at + 1);
    }
    return 0;
  }
}
