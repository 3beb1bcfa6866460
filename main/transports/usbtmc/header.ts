import { Fault } from '#shared/faults.ts';

/** Bytes of a header. source: USBTMC 1.00, table 1. */
export const headerSize = 12;

/** source: USBTMC 1.00, table 2; USB488 1.00, table 1. */
const devDepMsgOut = 1;
const devDepMsgIn = 2;
const trigger488 = 128;

const endOfMessage = 0x01;

/** Numbers transfers 1 to 255, each unlike the one before. source: USBTMC 1.00, table 1 (bTag). */
export class Tags {
  #last: number;

  /** `first`: what the first transfer gets; at random when left out, so that what an earlier program left behind is told apart. */
  constructor(first = 1 + Math.floor(Math.random() * 255)) {
    this.#last = first === 1 ? 255 : first - 1;
  }

  next(): number {
    this.#last = (this.#last % 255) + 1;
    return this.#last;
  }
}

function header(id: number, tag: number, size: number, attributes: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  bytes[0] = id;
  bytes[1] = tag;
  bytes[2] = ~tag;
  new DataView(bytes.buffer).setUint32(4, size, true);
  bytes[8] = attributes;
  return bytes;
}

/**
 * DEV_DEP_MSG_OUT: a message, or with `end` false a part of one. Never empty. `padded`: filled up to a multiple of four.
 * source: USBTMC 1.00, 3.2 and table 3.
 */
export function outMessage(tag: number, payload: Uint8Array, end: boolean, padded = true): Uint8Array {
  const size = headerSize + payload.length;
  const length = padded ? (size + 3) & ~3 : size;
  const bytes = header(devDepMsgOut, tag, payload.length, end ? endOfMessage : 0, length);
  bytes.set(payload, headerSize);
  return bytes;
}

/** REQUEST_DEV_DEP_MSG_IN: asks for up to `size` bytes. source: USBTMC 1.00, table 4. */
export const inRequest = (tag: number, size: number): Uint8Array =>
  header(devDepMsgIn, tag, size, 0, headerSize);

/** TRIGGER. source: USB488 1.00, table 2. */
export const triggerMessage = (tag: number): Uint8Array => header(trigger488, tag, 0, 0, headerSize);

/** What a device says in front of its answer. */
export interface InHeader {
  /** Bytes of the answer in this transfer. */
  readonly size: number;
  /** The message ends with it. */
  readonly end: boolean;
}

/**
 * Reads the header of a transfer that answers request `tag` for up to `asked` bytes. INSTRUMENT_REPLY when it is another's
 * (`olderTag`: that is let pass) or none, REPLY_TOO_LARGE when it announces more. source: USBTMC 1.00, 3.3 and tables 8 and 9.
 */
export function readInHeader(bytes: Uint8Array, tag: number, asked: number, olderTag = false): InHeader {
  if (bytes.length < headerSize) throw bad(`the header has ${bytes.length} bytes instead of 12`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, headerSize);
  const id = view.getUint8(0);
  if (id !== devDepMsgIn) throw bad(`it is of kind ${id} instead of 2`);
  const got = view.getUint8(1);
  if (view.getUint8(2) !== (~got & 0xff)) throw bad('the two copies of its number differ');
  if (got !== tag && !olderTag) throw bad(`it answers request ${got} instead of ${tag}`);
  const size = view.getUint32(4, true);
  if (size > asked)
    throw new Fault(
      'REPLY_TOO_LARGE',
      `The instrument announced ${size} bytes where at most ${asked} were asked for.`,
      { details: { announced: size, asked } },
    );
  return { size, end: (view.getUint8(8) & endOfMessage) !== 0 };
}

/** An answer that breaks the rules of the class. INSTRUMENT_REPLY. */
export const bad = (what: string): Fault =>
  new Fault('INSTRUMENT_REPLY', `The USB reply cannot be right: ${what}.`, {
    remedy:
      'Try again. If it comes back, unplug the USB cable for a moment, or connect the instrument over LAN.',
  });
