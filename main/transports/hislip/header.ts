import { Fault } from '#shared/faults.ts';

/** Bytes in front of every payload. source: IVI-6.1 2.0, 2.4, table 3. */
export const headerBytes = 16;

/** `HS`, the first two bytes of every message. */
const prologue = [0x48, 0x53] as const;

/** What a header says. */
export interface Header {
  readonly type: number;
  readonly control: number;
  readonly parameter: number;
  /** Bytes of payload that follow. */
  readonly length: number;
}

/** Writes a header at `at`; `bytes` has room for it. */
export function putHeader(bytes: Buffer, at: number, { type, control, parameter, length }: Header): void {
  bytes[at] = prologue[0];
  bytes[at + 1] = prologue[1];
  bytes[at + 2] = type;
  bytes[at + 3] = control;
  bytes.writeUInt32BE(parameter, at + 4);
  bytes.writeUInt32BE(Math.floor(length / 2 ** 32), at + 8);
  bytes.writeUInt32BE(length % 2 ** 32, at + 12);
}

/** One message, header and payload in one piece. */
export function encode(
  type: number,
  control: number,
  parameter: number,
  payload: Uint8Array = empty,
): Buffer {
  const bytes = Buffer.allocUnsafe(headerBytes + payload.length);
  putHeader(bytes, 0, { type, control, parameter, length: payload.length });
  bytes.set(payload, headerBytes);
  return bytes;
}

/** Whether `bytes`, as far as they go, can begin a message. */
export const mayBegin = (bytes: Uint8Array, from: number, to: number): boolean =>
  (to <= from || bytes[from] === prologue[0]) && (to <= from + 1 || bytes[from + 1] === prologue[1]);

/**
 * Reads a header at `at`, where 16 bytes are. Throws BadMessage for a wrong prologue (IVI-6.1 calls it a poorly formed
 * header) and for a payload of more than `cap` bytes: nothing has been allocated for it then.
 */
export function readHeader(bytes: Buffer, at: number, cap: number): Header {
  if (!mayBegin(bytes, at, at + 2)) throw new BadMessage('prologue', notHislip());
  const high = bytes.readUInt32BE(at + 8);
  const low = bytes.readUInt32BE(at + 12);
  const length = high * 2 ** 32 + low;
  if (length > cap) {
    const whole = (BigInt(high) << 32n) | BigInt(low);
    throw new BadMessage(
      'length',
      new Fault(
        'REPLY_TOO_LARGE',
        `The instrument announces a message of ${whole} bytes; ${cap} are taken.`,
        {
          details: { bytes: String(whole), cap },
        },
      ),
    );
  }
  return {
    type: bytes[at + 2] ?? 0,
    control: bytes[at + 3] ?? 0,
    parameter: bytes.readUInt32BE(at + 4),
    length,
  };
}

/** A stream that cannot be read on: nobody knows where its next message begins, or it is too long to be taken. */
export class BadMessage extends Error {
  readonly what: 'prologue' | 'length';
  readonly fault: Fault;

  constructor(what: BadMessage['what'], fault: Fault) {
    super(fault.message);
    this.what = what;
    this.fault = fault;
  }
}

/** What answers is not HiSLIP. */
export const notHislip = (): Fault =>
  new Fault('INSTRUMENT_REPLY', 'What came from the instrument is not HiSLIP.', {
    remedy: 'Check the port: HiSLIP usually has 4880, raw SCPI 5025. The console reconnects by itself.',
  });

const empty = new Uint8Array(0);
