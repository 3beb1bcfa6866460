/** What an adapter is told: a command of its own, or bytes for the bus. */
export type Line =
  | { readonly kind: 'command'; readonly text: string }
  /** `ended`: false where more of the same message follows. */
  | { readonly kind: 'data'; readonly bytes: Buffer; readonly ended: boolean };

const lf = 0x0a;
const cr = 0x0d;
const escape = 0x1b;
const plus = 0x2b;

/** Bytes of one message that are kept; what is longer goes on in pieces. */
const longestPiece = 16_384;
/** Longest command that is read; of a longer one the rest is passed over. */
const longestCommand = 256;

/**
 * Cuts what a client sends into lines, however it arrives. CR or LF ends one; ESC makes the next byte an ordinary one; what
 * begins with two plus signs is a command. Empty lines are nothing. source: Prologix GPIB-ETHERNET Controller User Manual, 8
 */
export class LineReader {
  readonly #out: (line: Line) => void;
  #bytes: number[] = [];
  #escaped = false;
  /** Unescaped plus signs at the beginning, up to two. */
  #pluses = 0;
  #begun = false;

  constructor(out: (line: Line) => void) {
    this.#out = out;
  }

  push(chunk: Buffer): void {
    for (const byte of chunk) {
      if (this.#escaped) {
        this.#escaped = false;
        this.#add(byte);
      } else if (byte === escape) this.#escaped = true;
      else if (byte === cr || byte === lf) this.#end();
      else {
        if (byte === plus && !this.#begun && this.#bytes.length === this.#pluses && this.#pluses < 2)
          this.#pluses++;
        this.#add(byte);
      }
    }
  }

  get #isCommand(): boolean {
    return this.#pluses === 2;
  }

  #add(byte: number): void {
    if (this.#isCommand) {
      if (this.#bytes.length < longestCommand) this.#bytes.push(byte);
      return;
    }
    this.#bytes.push(byte);
    if (this.#bytes.length < longestPiece) return;
    this.#begun = true;
    this.#out({ kind: 'data', bytes: Buffer.from(this.#bytes), ended: false });
    this.#bytes = [];
  }

  #end(): void {
    const bytes = Buffer.from(this.#bytes);
    const command = this.#isCommand;
    const begun = this.#begun;
    this.#bytes = [];
    this.#pluses = 0;
    this.#begun = false;
    if (command) this.#out({ kind: 'command', text: bytes.toString('latin1').slice(2) });
    else if (begun || bytes.length > 0) this.#out({ kind: 'data', bytes, ended: true });
  }
}
