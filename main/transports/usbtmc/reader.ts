import { Fault } from '#shared/faults.ts';
import { attend } from './attend.ts';
import type { Arrival, BulkIn } from './bulk-in.ts';
import type { BulkOut } from './bulk-out.ts';
import { bad, headerSize, inRequest, readInHeader, type Tags } from './header.ts';
import type { Quirks } from './quirks.ts';

/** Empty packets in front of an answer that are passed over (source: libsigrok, Rigol DS1000Z), and empty transfers in a row. */
const emptyMost = 3;
/** How long the packet behind a transfer that filled its last one is waited for, ms. */
const tailMs = 250;

/** An answer, or a part of one, that is being read. */
interface Transfer {
  /** Bytes of the answer that are still to come. */
  left: number;
  /** The message ends with it. */
  readonly end: boolean;
  /** So many of its bytes may be missing: the terminator that was counted, but is not always sent. */
  readonly spare: number;
}

/** Reads messages: asks for a transfer, then for another one, until one of them ends the message. */
export class Reader {
  readonly #in: BulkIn;
  readonly #out: BulkOut;
  readonly #tags: Tags;
  readonly #quirks: Quirks;
  /** The transfer that has begun and still has bytes. */
  #transfer: Transfer | null = null;
  #asked: number | null = null;
  /** A message has begun that did not end yet. */
  #inside = false;

  constructor(into: BulkIn, out: BulkOut, tags: Tags, quirks: Quirks) {
    this.#in = into;
    this.#out = out;
    this.#tags = tags;
    this.#quirks = quirks;
  }

  /** Number of the request whose answer has not ended; null when nothing is under way. */
  get asked(): number | null {
    return this.#asked;
  }

  /** True while a transfer has begun whose bytes are wanted. */
  get flowing(): boolean {
    return this.#transfer !== null;
  }

  /** The answer that was under way is no more. */
  forget(): void {
    this.#transfer = null;
    this.#asked = null;
    this.#inside = false;
  }

  /**
   * The next bytes of the message, and whether they are the last. Rejects with PipeError, with INSTRUMENT_REPLY or
   * REPLY_TOO_LARGE when the device breaks the rules, or with a signal's fault; `asked` tells what has to be aborted then.
   */
  async read(...signals: AbortSignal[]): Promise<{ readonly bytes: Uint8Array; readonly end: boolean }> {
    for (let empty = 0; empty <= emptyMost; ) {
      const transfer = this.#transfer;
      const [bytes, end] =
        transfer === null ? await this.#begin(signals) : await this.#more(transfer, signals);
      this.#inside = !end;
      if (bytes.length > 0 || end) return { bytes, end };
      if (this.#transfer === null) empty++;
    }
    throw bad('it is empty and does not end');
  }

  /** Asks for a transfer and takes its first packet. */
  async #begin(signals: AbortSignal[]): Promise<[Uint8Array, boolean]> {
    const { requestBytes: size, blockLength, olderTag } = this.#quirks;
    this.#in.dropEarly();
    const tag = this.#tags.next();
    this.#asked = tag;
    await attend(this.#out.send(inRequest(tag, size)), signals);
    let first = await this.#in.first(...signals);
    for (let empty = 1; first.bytes.length === 0 && empty <= emptyMost; empty++)
      first = await this.#in.first(...signals);
    const header = readInHeader(first.bytes, tag, size, olderTag && this.#inside);
    const block = blockLength && !this.#inside ? blockBytes(first.bytes.subarray(headerSize), size) : 0;
    const transfer =
      block > header.size
        ? { left: block, end: true, spare: 1 }
        : { left: header.size, end: header.end, spare: 0 };
    return this.#took(transfer, first, headerSize, signals);
  }

  async #more(transfer: Transfer, signals: AbortSignal[]): Promise<[Uint8Array, boolean]> {
    this.#transfer = null;
    return this.#took(transfer, await this.#in.more(transfer.left, ...signals), 0, signals);
  }

  /** Takes the answer's bytes out of what arrived, and sees to the end of the transfer. */
  async #took(
    transfer: Transfer,
    { bytes, short }: Arrival,
    from: number,
    signals: AbortSignal[],
  ): Promise<[Uint8Array, boolean]> {
    const taken = bytes.subarray(from, from + transfer.left);
    transfer.left -= taken.length;
    if (transfer.left > (short ? transfer.spare : 0)) {
      // Without all of its bytes, its end says nothing. source: USBTMC 1.00, 3.3.1.1.
      if (short)
        throw new Fault(
          'INSTRUMENT_REPLY',
          `The reply ended too early: bytes are missing, ${transfer.left} in all.`,
          {
            remedy:
              'Ask again. If it comes back, try another cable or socket: no byte may be lost on the way.',
            details: { missing: transfer.left },
          },
        );
      this.#transfer = transfer;
      return [taken, false];
    }
    // Padding is less than a packet. source: USBTMC 1.00, 3.3, rule 10.
    if (bytes.length - from - taken.length >= this.#in.packet) throw bad('more follows than it announced');
    if (!short && !this.#quirks.noTail) {
      const tail = await this.#in.tail(tailMs, ...signals);
      if (tail !== null && !tail.short) throw bad('more follows than it announced');
    }
    this.#asked = null;
    return [taken, transfer.end];
  }
}

/** All bytes of a block with its header and its terminator; 0 when it is none. source: IEEE 488.2-1992, 8.7.9. */
function blockBytes(bytes: Uint8Array, most: number): number {
  const digits = (bytes[0] === 0x23 ? (bytes[1] ?? 0) : 0) - 0x30;
  if (digits < 1 || digits > 9 || bytes.length < 2 + digits) return 0;
  const length = Number(Buffer.from(bytes.subarray(2, 2 + digits)).toString('latin1'));
  if (!Number.isInteger(length)) return 0;
  if (length > most)
    throw new Fault('REPLY_TOO_LARGE', `The instrument announced a block of ${length} bytes.`, {
      details: { announced: length, asked: most },
    });
  return 2 + digits + length + 1;
}
