import type { Device } from './device.ts';
import type { Channel } from './hislip-channel.ts';
import type { Locks } from './hislip-locks.ts';
import { errorCodes, fatalCodes, firstVendorType, type Header, messageTypes } from './hislip-message.ts';
import type { RemoteLocal } from './hislip-remote.ts';
import type { Attached } from './wire.ts';

/** An answer leaves in messages of at most so many bytes, header included, also where the client takes more. */
export const longestPiece = 0x100000;

/** One instrument as all its HiSLIP clients share it. */
export interface Target extends Attached {
  readonly locks: Locks;
  readonly lines: RemoteLocal;
}

/** How a server treats its clients. */
export interface Manners {
  readonly prefersOverlap: boolean;
  readonly offersOverlap: boolean;
  /** The longest payload that is taken. Bytes. */
  readonly maxMessageBytes: number;
  /** How long a client may take for the second half of a device clear. ms. source: IVI-6.1, 6.12 (40 to 120 s) */
  readonly clearMs: number;
}

/** What both channels of one client share. It stands for the client where locks are counted. */
export interface Client {
  readonly sync: Channel;
  readonly async: Channel;
  readonly target: Target;
  readonly device: Device;
  readonly manners: Manners;
  /** The longest message that the client takes, header included. Bytes. */
  maxBytes: number;
  close(): void;
}

/** Answers a message that has no meaning on this channel. source: IVI-6.1, 6.2 and 6.3 */
export function refuse(client: Client, channel: Channel, { type }: Header): void {
  if (type === messageTypes.error) return;
  if (type === messageTypes.fatalError) client.close();
  else if (type === messageTypes.initialize || type === messageTypes.asyncInitialize)
    channel.fatal(fatalCodes.initialization, 'Initialized already');
  else if (type >= firstVendorType)
    channel.error(errorCodes.vendorMessage, 'Unrecognized vendor defined message');
  else channel.error(errorCodes.messageType, `Unrecognized message type ${type}`);
}
