import { Fault } from '#shared/faults.ts';
import type { Arrival, BulkIn } from './bulk-in.ts';
import type { BulkOut } from './bulk-out.ts';
import { bad, headerSize, inRequest, readInHeader, type Tags } from './header.ts';
import type { Quirks } from './quirks.ts';

/** Empty packets in front of an answer that are passed over, and empty transfers in a row. */
const emptyMost = 3;
/** How long the packet behind a transfer that filled its last one is waited for, ms. */
const tailMs = 250;

/** An answer that is being read. */
interface Transfer {
  readonly tag: number;
  /** Bytes of the answer that are still to come. */
  left: number;
  /** The message ends with this transfer. */
  readonly end: boolean;
}

/** Reads messages: asks for a transfer, then for another one, until one of them ends the message. */
export class Reader {
  readonly #in: BulkIn;
  readonly #out: BulkOut;
  readonly #tags: Tags;
  readonly #quirks: Quirks;
  #transfer: Transfer | null = null;
  /** The request that has no whole answer yet. */
  #asked: number | null = null;

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

  /** The answer that was under way is no more. */
  forget(): void {
    this.#transfer = null;
    this.#asked = null;
  }

  /**
   * The next bytes of the message, and whether they are the last. Rejects with PipeError, with INSTRUMENT_REPLY or
   * REPLY_TOO_LARGE when the device breaks the rules, or with a signal's fault; `asked` tells what has to be aborted then.
   */
  async read(...signals: AbortSignal[]): Promise<{ readonly bytes: Uint8Array; readonly end: boolean }> {
    for (let empty = 0; empty <= emptyMost; ) {
      const transfer = this.#transfer;
      const bytes = transfer === null ? await this.#begin(signals) : await this.#go(transfer, signals);
      const now = this.#transfer ?? transfer;
      const over = this.#asked === null;
      const end = over && (now?.end ?? false);
      if (over) this.#transfer = null;
      if (bytes.length > 0 || end) return { bytes, end };
      if (over) empty++;
    }
    throw bad('it is empty and does not end');
  }

  /** Asks for a transfer and takes its first packet. */
  async #begin(signals: AbortSignal[]): Promise<Uint8Array> {
    this.#in.dropEarly();
    const tag = this.#tags.next();
    this.#asked = tag;
    const size = this.#quirks.requestBytes;
    await this.#out.send(inRequest(tag, size));
    let first = await this.#in.first(...signals);
    for (let empty = 1; first.bytes.length === 0 && empty <= emptyMost; empty++)
      first = await this.#in.first(...signals);
    const { size: announced, end } = readInHeader(first.bytes, tag, size, this.#quirks);
    const transfer = { tag, left: announced, end };
    this.#transfer = transfer;
    return this.#took(transfer, first, headerSize, signals);
  }

  async #go(transfer: Transfer, signals: AbortSignal[]): Promise<Uint8Array> {
    return this.#took(transfer, await this.#in.more(transfer.left, ...signals), 0, signals);
  }

  /** Takes the answer's bytes out of what arrived, and sees to the end of the transfer. */
  async #took(
    transfer: Transfer,
    { bytes, short }: Arrival,
    from: number,
    signals: AbortSignal[],
  ): Promise<Uint8Array> {
    const taken = bytes.subarray(from, from + transfer.left);
    transfer.left -= taken.length;
    // Padding is less than a packet. source: USBTMC 1.00, 3.3, rule 10.
    const padding = bytes.length - from - taken.length;
    if (transfer.left > 0) {
      if (short)
        throw new Fault('INSTRUMENT_REPLY', `The reply ended ${transfer.left} bytes too early.`, {
          details: { missing: transfer.left },
        });
      return taken;
    }
    if (padding >= this.#in.packet) throw bad('more follows than it announced');
    if (!short && !this.#quirks.noTail) {
      const tail = await this.#in.tail(tailMs, ...signals);
      if (tail !== null && !tail.short) throw bad('more follows than it announced');
    }
    this.#asked = null;
    return taken;
  }
}
