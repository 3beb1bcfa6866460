import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';

/** Records that were lost, as they stand in the file. Times are epoch ms. */
export interface KeptGap {
  readonly count: number;
  readonly from: number;
  readonly to: number;
}

/** Length of the file: it is written in place, so that a full disk has room for it. */
const length = 128;

/**
 * A small file of fixed length that keeps how many records are missing from the history while nothing can be written to it: a console
 * that is killed meanwhile is answered for by the next one. Its space is taken when it is made.
 */
export class GapFile {
  readonly #handle: number | null;

  /** Null: the file cannot be kept; then the count lives in memory alone. */
  constructor(path: string | null) {
    this.#handle = path === null ? null : GapFile.#open(path);
  }

  static #open(path: string): number | null {
    try {
      const handle = openSync(path, 'a+', 0o600);
      closeSync(handle);
      const writable = openSync(path, 'r+');
      if (readFileSync(path).length < length) {
        writeSync(writable, Buffer.alloc(length, ' '), 0, length, 0);
        fsyncSync(writable);
      }
      return writable;
    } catch {
      // A disk that is full from the beginning, or a folder that cannot be written: both are said elsewhere.
      return null;
    }
  }

  /** What the console before could not confess; null when nothing is missing. */
  read(): KeptGap | null {
    if (this.#handle === null) return null;
    try {
      const text = readFileSync(this.#handle, 'latin1').trim();
      if (text === '') return null;
      const [count, from, to] = text.split(' ').map(Number);
      return Number.isSafeInteger(count) && count! > 0 && Number.isFinite(from) && Number.isFinite(to)
        ? { count: count!, from: from!, to: to! }
        : null;
    } catch {
      return null;
    }
  }

  /** Keeps what is missing now; null when it has been confessed. */
  write(gap: KeptGap | null): void {
    if (this.#handle === null) return;
    const text = gap === null ? '' : `${gap.count} ${Math.round(gap.from)} ${Math.round(gap.to)}`;
    try {
      writeSync(this.#handle, Buffer.from(text.padEnd(length, ' ')), 0, length, 0);
    } catch {
      // A disk with errors: the count is still in memory.
    }
  }

  close(): void {
    if (this.#handle !== null) closeSync(this.#handle);
  }
}
