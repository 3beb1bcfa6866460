/** Longest program message in bytes, its terminator not counted. */
export const inputBufferBytes = 4096;

const lf = Buffer.from('\n');

/**
 * What a client has sent and the instrument has not run yet, as program messages. LF ends one, and so does END on a link
 * that marks it. One that is too long is dropped up to its terminator, and never kept. source: IEEE 488.2, 7.5 and 6.1.5
 */
export class InputBuffer {
  #bytes: Buffer = Buffer.alloc(0);
  #dropping = false;
  readonly #overrun: () => void;

  /** `overrun`: called once for each message that is dropped. */
  constructor(overrun: () => void) {
    this.#overrun = overrun;
  }

  get length(): number {
    return this.#bytes.length;
  }

  /** A message has begun and not ended. */
  get isPartial(): boolean {
    return this.#dropping || (this.#bytes.length > 0 && !this.isComplete);
  }

  /** At least one message has ended. */
  get isComplete(): boolean {
    return this.#bytes.includes(0x0a);
  }

  /** `end`: the last of these bytes came with END, which says the same as an LF, alone or together with one. */
  add(bytes: Buffer, end = false): void {
    const parts = [this.#bytes, bytes];
    const last = bytes.at(-1) ?? this.#bytes.at(-1) ?? (this.#dropping ? 0 : 0x0a);
    if (end && last !== 0x0a) parts.push(lf);
    const filled = parts.filter(({ length }) => length > 0);
    this.#bytes = filled.length === 1 ? (filled[0] as Buffer) : Buffer.concat(filled);
    this.#trim();
  }

  /** The next whole message without its terminator, or null when there is none. */
  take(): string | null {
    for (;;) {
      const end = this.#bytes.indexOf(0x0a);
      if (end === -1) return null;
      if (this.#dropping || end > inputBufferBytes) {
        this.#drop(end + 1);
        this.#dropping = false;
        continue;
      }
      const message = this.#bytes.toString('latin1', 0, end);
      this.#bytes = this.#bytes.subarray(end + 1);
      this.#trim();
      return message;
    }
  }

  /** Forgets everything. */
  clear(): void {
    this.#bytes = Buffer.alloc(0);
    this.#dropping = false;
  }

  /** Lets go of a message without an end that is too long already. */
  #trim(): void {
    if (this.#bytes.length > inputBufferBytes && !this.isComplete) this.#drop(this.#bytes.length);
    else if (this.#dropping && !this.isComplete) this.#bytes = Buffer.alloc(0);
  }

  #drop(bytes: number): void {
    if (!this.#dropping) this.#overrun();
    this.#dropping = true;
    this.#bytes = this.#bytes.subarray(bytes);
  }
}
