/** Message types. source: IVI-6.1 2.0, 2.5, table 4. 128 to 255 are the vendors' own. */
export const types = {
  Initialize: 0,
  InitializeResponse: 1,
  FatalError: 2,
  Error: 3,
  AsyncLock: 4,
  AsyncLockResponse: 5,
  Data: 6,
  DataEnd: 7,
  DeviceClearComplete: 8,
  DeviceClearAcknowledge: 9,
  AsyncRemoteLocalControl: 10,
  AsyncRemoteLocalResponse: 11,
  Trigger: 12,
  Interrupted: 13,
  AsyncInterrupted: 14,
  AsyncMaximumMessageSize: 15,
  AsyncMaximumMessageSizeResponse: 16,
  AsyncInitialize: 17,
  AsyncInitializeResponse: 18,
  AsyncDeviceClear: 19,
  AsyncServiceRequest: 20,
  AsyncStatusQuery: 21,
  AsyncStatusResponse: 22,
  AsyncDeviceClearAcknowledge: 23,
  AsyncLockInfo: 24,
  AsyncLockInfoResponse: 25,
} as const;

/** True for messages of a vendor's own, which nobody else needs to understand. */
export const isVendorMessage = (type: number): boolean => type >= 128;

/** Bits in the control code of InitializeResponse and of the three messages of a device clear. source: IVI-6.1 2.0, table 31. */
export const features = { overlap: 1, encryptionMandatory: 2, initialEncryption: 4 } as const;

/** Bit in the control code of Data, DataEnd, Trigger and AsyncStatusQuery. source: IVI-6.1 2.0, 3.1.1. */
export const rmtDelivered = 1;

/** The first message of a link, and the first behind a device clear, has this id; each has two more than the one before. source: IVI-6.1 2.0, 3.1.2. */
export const firstId = 0xffffff00;

/** What stands for the id of the last message while there was none: two less than the first. */
export const noId = 0xfffffefe;

/** The id of a Data message whose sender does not know yet which message it answers. source: IVI-6.1 2.0, 3.1.2. */
export const anyId = 0xffffffff;

/** The id that follows: it wraps at 32 bits. */
export const nextId = (id: number): number => (id + 2) >>> 0;
