/** Bytes of a header. source: IVI-6.1, 2.4 */
export const headerBytes = 16;

/** source: IVI-6.1, Table 4 */
export const messageTypes = {
  initialize: 0,
  initializeResponse: 1,
  fatalError: 2,
  error: 3,
  asyncLock: 4,
  asyncLockResponse: 5,
  data: 6,
  dataEnd: 7,
  deviceClearComplete: 8,
  deviceClearAcknowledge: 9,
  asyncRemoteLocalControl: 10,
  asyncRemoteLocalResponse: 11,
  trigger: 12,
  interrupted: 13,
  asyncInterrupted: 14,
  asyncMaximumMessageSize: 15,
  asyncMaximumMessageSizeResponse: 16,
  asyncInitialize: 17,
  asyncInitializeResponse: 18,
  asyncDeviceClear: 19,
  asyncServiceRequest: 20,
  asyncStatusQuery: 21,
  asyncStatusResponse: 22,
  asyncDeviceClearAcknowledge: 23,
  asyncLockInfo: 24,
  asyncLockInfoResponse: 25,
} as const;

/** The first type that vendors may give a meaning to. source: IVI-6.1, Table 4 */
export const firstVendorType = 128;

/** Both connections end after one of these. source: IVI-6.1, Table 14 */
export const fatalCodes = {
  unidentified: 0,
  poorHeader: 1,
  oneChannelOnly: 2,
  initialization: 3,
  tooManyClients: 4,
  secureConnection: 5,
} as const;

/** After one of these everything goes on. source: IVI-6.1, Table 16 */
export const errorCodes = {
  unidentified: 0,
  messageType: 1,
  controlCode: 2,
  vendorMessage: 3,
  tooLarge: 4,
  authentication: 5,
} as const;

/** The first number of a message after the initialization and after device clear. source: IVI-6.1, 3.1.2 */
export const firstMessageId = 0xffffff00;
/** What stands for the last message before there was one: the first, less two. source: IVI-6.1, 6.14 */
export const noMessageId = 0xfffffefe;
/** On a Data message whose answer belongs to no message that can be named yet. source: IVI-6.1, 3.1.1 */
export const anyMessageId = 0xffffffff;

/** The number after this one: two more, around the end of 32 bits. */
export function nextMessageId(id: number): number {
  return (id + 2) >>> 0;
}

/** A header as it came. */
export interface Header {
  readonly type: number;
  readonly control: number;
  readonly parameter: number;
  /** Bytes behind it. */
  readonly length: bigint;
}

/** A whole message. */
export interface Message extends Header {
  readonly payload: Buffer;
}

/** The bytes of a message. */
export function encodeMessage(
  type: number,
  control: number,
  parameter: number,
  payload: Buffer | string = '',
): Buffer {
  const body = typeof payload === 'string' ? Buffer.from(payload, 'latin1') : payload;
  const header = Buffer.alloc(headerBytes);
  header.write('HS', 'latin1');
  header.writeUInt8(type, 2);
  header.writeUInt8(control, 3);
  header.writeUInt32BE(parameter >>> 0, 4);
  header.writeBigUInt64BE(BigInt(body.length), 8);
  return Buffer.concat([header, body]);
}

/** Reads the 16 bytes of a header; null when they do not begin as one. */
export function decodeHeader(bytes: Buffer): Header | null {
  if (bytes.toString('latin1', 0, 2) !== 'HS') return null;
  return {
    type: bytes.readUInt8(2),
    control: bytes.readUInt8(3),
    parameter: bytes.readUInt32BE(4),
    length: bytes.readBigUInt64BE(8),
  };
}
