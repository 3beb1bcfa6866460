import { decodeHeader, type Header, headerBytes, type Message } from './hislip-message.ts';

/** What comes out of the bytes of one channel. */
export interface MessageSink {
  /** The longest payload of this message that is taken. Bytes. */
  cap(header: Header): number;
  message(message: Message): void;
  /** Its payload is longer than that; it is passed over and never kept. */
  tooLarge(header: Header): void;
  /** What should be a header is none. Nothing is read after that. */
  notAHeader(): void;
}

/** Cuts the bytes of one channel into messages, however they arrive. Announced sizes cost no memory before they are checked. */
export class MessageReader {
  readonly #sink: MessageSink;
  #parts: Buffer[] = [];
  #size = 0;
  #header: Header | null = null;
  #skip = 0n;
  #broken = false;

  constructor(sink: MessageSink) {
    this.#sink = sink;
  }

  push(chunk: Buffer): void {
    let rest = chunk;
    while (!this.#broken && (rest.length > 0 || this.#isWhole)) {
      if (this.#skip > 0n) {
        const skipped = this.#skip < BigInt(rest.length) ? Number(this.#skip) : rest.length;
        this.#skip -= BigInt(skipped);
        rest = rest.subarray(skipped);
        continue;
      }
      const missing = this.#wanted - this.#size;
      const part = rest.subarray(0, missing);
      rest = rest.subarray(part.length);
      if (part.length > 0) this.#parts.push(part);
      this.#size += part.length;
      if (this.#size === this.#wanted) this.#whole();
    }
  }

  /** Reads nothing any more. */
  stop(): void {
    this.#broken = true;
    this.#parts = [];
  }

  get #wanted(): number {
    return this.#header === null ? headerBytes : Number(this.#header.length);
  }

  /** A message without payload is whole with its header. */
  get #isWhole(): boolean {
    return this.#header !== null && this.#size === this.#wanted;
  }

  #whole(): void {
    const bytes = this.#parts.length === 1 ? (this.#parts[0] as Buffer) : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#size = 0;
    if (this.#header !== null) {
      const header = this.#header;
      this.#header = null;
      this.#sink.message({ ...header, payload: bytes });
      return;
    }
    const header = decodeHeader(bytes);
    if (header === null) {
      this.stop();
      this.#sink.notAHeader();
    } else if (header.length > BigInt(this.#sink.cap(header))) {
      this.#skip = header.length;
      this.#sink.tooLarge(header);
    } else this.#header = header;
  }
}
