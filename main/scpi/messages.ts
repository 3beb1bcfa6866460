import { Fault } from '#shared/faults.ts';

/** A reply may not be longer than this, in bytes, unless its reader says so: 64 MB. */
const defaultReplyCap = 64_000_000;

const LF = 0x0a;
const CR = 0x0d;
const NUL = 0x00;
const SPACE = 0x20;
const HASH = 0x23;
const QUOTE = 0x22;
const COMMA = 0x2c;
const SEMICOLON = 0x3b;
const COLON = 0x3a;
const ZERO = 0x30;
const NINE = 0x39;

/** True for what may stand between two messages: terminators and padding, but no content. */
export const isFiller = (byte: number): boolean =>
  byte === LF || byte === CR || byte === NUL || byte === SPACE;

/**
 * What ends a message of text: a CR, an LF or both (`any`); only the terminator that the line has, and the other one is
 * content; or the link alone, which marks END.
 */
export type Ends = 'any' | 'lf' | 'cr' | 'crlf' | 'link';

/**
 * Finds response messages in a stream of bytes, however it is split. A message ends with CR, LF or CR LF, or with the one
 * of these that the line is said to have; inside an IEEE 488.2 block every byte is content. Messages come out without
 * their terminator and without padding around them. An empty line is not a message: it is the rest of the terminator
 * before it. Where the link marks END, lines inside a message are content.
 *
 * source: IEEE 488.2-1992, 8.7.9 (definite length block), 8.7.10 (indefinite), 8.5 (response message terminator);
 * trailing NUL and missing terminator: pymeasure issue 954, pyvisa issue 348.
 */
export class MessageAssembler {
  #chunks: Uint8Array[] = [];
  #size = 0;
  /** Length up to which nothing may be trimmed: the end of the last block. */
  #solid = 0;
  /** Length without the padding behind the content. */
  #content = 0;
  #state: 'text' | 'digits' | 'block' | 'indefinite' = 'text';
  #quoted = false;
  #colon = false;
  /** The last byte that was not a space, and the last byte. */
  #before = NUL;
  #last = NUL;
  #digits = 0;
  #declared = 0;
  #left = 0;
  #ready: Uint8Array[] = [];
  readonly #cap: number;
  readonly #ends: Ends;
  /** Whether an LF ends a text (behind a CR alone where `#pair`), and whether a CR does. */
  readonly #lf: boolean;
  readonly #cr: boolean;
  readonly #pair: boolean;
  /** The last byte of the terminator. */
  readonly #final: number;

  readonly #blocks: boolean;

  /** `cap`: in bytes. `blocks`: false on a line that would spoil them (XON/XOFF, 7 bits); one is refused there. */
  constructor(cap: number = defaultReplyCap, ends: Ends = 'any', blocks = true) {
    this.#cap = cap;
    this.#blocks = blocks;
    this.#ends = ends;
    this.#cr = ends === 'any' || ends === 'cr';
    this.#lf = ends === 'any' || ends === 'lf' || ends === 'crlf';
    this.#pair = ends === 'crlf';
    this.#final = ends === 'cr' ? CR : LF;
  }

  /** Bytes of a message that is not complete yet. */
  get pending(): number {
    return this.#size;
  }

  /** Messages that are complete and not taken yet. */
  get ready(): number {
    return this.#ready.length;
  }

  /** True when a pause in the stream would complete the message: behind a block, or in one of indefinite length. */
  get endsWithPause(): boolean {
    if (this.#size === 0 || this.#ends === 'link') return false;
    if (this.#state === 'indefinite') return this.#last === this.#final;
    return this.#state === 'text' && this.#solid > 0 && this.#content === this.#solid;
  }

  /**
   * Takes what arrived. `end`: the link itself says that the message ends here. Throws REPLY_TOO_LARGE when the message
   * is, or says that it will be, longer than the cap, INSTRUMENT_REPLY when it ends inside a block, or has one where
   * none may be; the assembler is empty then.
   */
  push(bytes: Uint8Array, end = false): void {
    let start = 0;
    let at = 0;
    while (at < bytes.length) {
      if (this.#state === 'block') {
        const take = Math.min(this.#left, bytes.length - at);
        at += take;
        this.#left -= take;
        if (this.#left === 0) this.#closeBlock(this.#size + at - start);
        continue;
      }
      const byte = bytes[at] ?? NUL;
      if (this.#state === 'indefinite') {
        this.#last = byte;
        at++;
        continue;
      }
      if (byte === LF ? this.#lf && (!this.#pair || this.#last === CR) : byte === CR && this.#cr) {
        this.#keep(bytes, start, at);
        this.#finish();
        at++;
        start = at;
        continue;
      }
      if (this.#size + at - start === 0 && isFiller(byte)) {
        at++;
        start = at;
        continue;
      }
      this.#text(byte, this.#size + at - start);
      at++;
    }
    this.#keep(bytes, start, bytes.length);
    if (!end) return;
    if (this.#state === 'block') this.#cutShort();
    this.#finish();
  }

  /** The stream has paused: completes what only a pause can complete. */
  pause(): void {
    if (this.endsWithPause) this.#finish();
  }

  /** The next complete message, or null. */
  next(): Uint8Array | null {
    return this.#ready.shift() ?? null;
  }

  /** Forgets everything. */
  reset(): void {
    if (this.#ready.length > 0) this.#ready = [];
    if (this.#size > 0) this.#clear();
  }

  /** One byte outside a block, at this offset in the message. */
  #text(byte: number, offset: number): void {
    if (this.#state === 'digits' && this.#header(byte, offset)) return;
    if (byte === QUOTE) this.#quoted = !this.#quoted;
    else if (!this.#quoted) {
      if (byte === HASH && this.#mayOpenBlock(offset)) {
        this.#state = 'digits';
        this.#digits = -1;
        this.#declared = 0;
      } else if (byte === COLON) this.#colon = true;
    }
    this.#last = byte;
    if (byte !== SPACE) this.#before = byte;
    if (!isFiller(byte)) this.#content = offset + 1;
  }

  /** A block stands at the beginning, behind a comma or semicolon, or behind a response header (`:WAV:DATA #…`). */
  #mayOpenBlock(offset: number): boolean {
    return (
      offset === 0 ||
      this.#before === COMMA ||
      this.#before === SEMICOLON ||
      (this.#last === SPACE && this.#colon)
    );
  }

  /** A byte of `#N…`; false when it turns out to be text after all. */
  #header(byte: number, offset: number): boolean {
    if (byte < ZERO || byte > NINE) {
      this.#state = 'text';
      this.#before = HASH;
      return false;
    }
    const digit = byte - ZERO;
    this.#content = offset + 1;
    this.#last = byte;
    this.#before = byte;
    if (this.#digits === -1) {
      if (!this.#blocks) this.#noBlock();
      this.#digits = digit;
      if (digit === 0) this.#state = 'indefinite';
      return true;
    }
    this.#declared = this.#declared * 10 + digit;
    this.#digits--;
    if (this.#digits > 0) return true;
    if (offset + 1 + this.#declared > this.#cap) this.#tooLarge(offset + 1 + this.#declared);
    this.#left = this.#declared;
    this.#state = 'block';
    if (this.#left === 0) this.#closeBlock(offset + 1);
    return true;
  }

  #closeBlock(length: number): void {
    this.#state = 'text';
    this.#solid = length;
    this.#content = length;
    this.#last = NUL;
    this.#before = NUL;
  }

  #keep(bytes: Uint8Array, start: number, end: number): void {
    if (end <= start) return;
    if (this.#size + end - start > this.#cap) this.#tooLarge(this.#size + end - start);
    this.#chunks.push(bytes.subarray(start, end));
    this.#size += end - start;
  }

  #finish(): void {
    const only = this.#chunks[0];
    if (this.#size > 0 && only !== undefined) {
      const whole = this.#chunks.length === 1 ? only : Buffer.concat(this.#chunks, this.#size);
      const length = this.#state === 'text' || this.#state === 'digits' ? this.#content : this.#size;
      const end = this.#state === 'indefinite' ? this.#withoutFinal(whole) : length;
      this.#ready.push(whole.subarray(0, Math.max(end, this.#solid)));
    }
    this.#clear();
  }

  /** Length of a message in a block of indefinite length, whose terminator alone is none of it. */
  #withoutFinal(whole: Uint8Array): number {
    if (this.#last !== this.#final) return whole.length;
    return whole.length - (this.#pair && whole.at(-2) === CR ? 2 : 1);
  }

  #clear(): void {
    this.#chunks.length = 0;
    this.#size = 0;
    this.#solid = 0;
    this.#content = 0;
    this.#state = 'text';
    this.#quoted = false;
    this.#colon = false;
    this.#before = NUL;
    this.#last = NUL;
  }

  #noBlock(): never {
    this.#ready = [];
    this.#clear();
    throw new Fault(
      'INSTRUMENT_REPLY',
      'The reply is a binary block, and this line spoils it: XON/XOFF takes bytes out, fewer than 8 data bits cut them.',
      {
        remedy: 'Set the line to 8 data bits, and to RTS/CTS or no flow control, here and at the instrument.',
      },
    );
  }

  #cutShort(): never {
    const missing = this.#left;
    this.#ready = [];
    this.#clear();
    throw new Fault(
      'INSTRUMENT_REPLY',
      `The reply ended ${missing.toLocaleString('en')} bytes before the block that it announced.`,
      { remedy: 'Send it again. The link resynchronises first.', details: { missing } },
    );
  }

  #tooLarge(size: number): never {
    this.#ready = [];
    this.#clear();
    const count = (bytes: number): string => bytes.toLocaleString('en');
    throw new Fault(
      'REPLY_TOO_LARGE',
      `The reply has ${count(size)} bytes or more; ${count(this.#cap)} are allowed.`,
      { details: { size, cap: this.#cap } },
    );
  }
}
