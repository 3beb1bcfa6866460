import { BadMessage, type Header, headerBytes, mayBegin, notHislip, readHeader } from './header.ts';
import { types } from './messages.ts';

/** Of the payload of a message that carries no data, this much is kept, in bytes: words, sizes and names are short. */
const shortPayload = 4_096;

/** Takes the messages of one channel. */
export interface FrameSink {
  /** Payload of Data and DataEnd, as it comes; its header has been given to `begin`. */
  begin(header: Header): void;
  data(bytes: Uint8Array): void;
  /** A message is complete. `payload`: of messages without data, the first 4,096 bytes of it. */
  frame(header: Header, payload: Uint8Array): void;
}

/**
 * Cuts a stream of bytes into HiSLIP messages, however it is split. `push` throws BadMessage when the stream cannot be
 * read on; then it is of no use any more.
 */
export class FrameParser {
  readonly #sink: FrameSink;
  readonly #cap: number;
  readonly #partial = Buffer.alloc(headerBytes);
  #filled = 0;
  #header: Header | null = null;
  #left = 0;
  #kept: Uint8Array = none;
  #stopped = false;

  constructor(sink: FrameSink, cap: number) {
    this.#sink = sink;
    this.#cap = cap;
  }

  push(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length && !this.#stopped) {
      if (this.#header !== null) at = this.#payload(this.#header, bytes, at);
      else if (this.#filled === 0 && bytes.length - at >= headerBytes) {
        this.#begin(readHeader(bytes, at, this.#cap));
        at += headerBytes;
      } else at = this.#partly(bytes, at);
    }
  }

  /** Nobody wants the rest: not even of what was pushed just now. */
  stop(): void {
    this.#stopped = true;
  }

  /** A header that comes in pieces. What cannot begin a message is seen at its first bytes. */
  #partly(bytes: Buffer, at: number): number {
    const take = Math.min(headerBytes - this.#filled, bytes.length - at);
    bytes.copy(this.#partial, this.#filled, at, at + take);
    this.#filled += take;
    if (!mayBegin(this.#partial, 0, this.#filled)) throw new BadMessage('prologue', notHislip());
    if (this.#filled === headerBytes) {
      this.#filled = 0;
      this.#begin(readHeader(this.#partial, 0, this.#cap));
    }
    return at + take;
  }

  #begin(header: Header): void {
    this.#header = header;
    this.#left = header.length;
    if (isData(header)) this.#sink.begin(header);
    if (this.#left === 0 && !this.#stopped) this.#end(header);
  }

  #payload(header: Header, bytes: Buffer, at: number): number {
    const take = Math.min(this.#left, bytes.length - at);
    const part = bytes.subarray(at, at + take);
    if (isData(header)) this.#sink.data(part);
    else if (this.#kept.length < shortPayload)
      this.#kept = Buffer.concat([this.#kept, part.subarray(0, shortPayload - this.#kept.length)]);
    this.#left -= take;
    if (this.#left === 0 && !this.#stopped) this.#end(header);
    return at + take;
  }

  #end(header: Header): void {
    const payload = this.#kept;
    this.#header = null;
    this.#kept = none;
    this.#sink.frame(header, payload);
  }
}

const isData = ({ type }: Header): boolean => type === types.Data || type === types.DataEnd;
const none = new Uint8Array(0);
