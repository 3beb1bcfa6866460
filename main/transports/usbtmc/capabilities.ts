import { type ClassRequests, statuses } from './requests.ts';

/** What an interface says it can, as far as it matters here: a reply is ended by END alone, never by a character. */
export interface Capabilities {
  /** It knows USB488 at all: a status byte can be read. */
  readonly usb488: boolean;
  readonly trigger: boolean;
  /** Remote, local, and local lockout. */
  readonly remoteLocal: boolean;
}

const bit = (byte: number | undefined, number: number): boolean => ((byte ?? 0) & (1 << number)) !== 0;

/** Reads the answer to GET_CAPABILITIES. source: USB488 1.00, table 8 (bytes 12 to 14). */
export function readCapabilities(bytes: Uint8Array): Capabilities {
  const bcd488 = (bytes[12] ?? 0) | ((bytes[13] ?? 0) << 8);
  return {
    usb488: bcd488 > 0,
    trigger: bit(bytes[14], 0),
    remoteLocal: bit(bytes[14], 1),
  };
}

/** What a device that does not say is taken to be able to: messages, and nothing else. */
export const silent: Capabilities = {
  usb488: false,
  trigger: false,
  remoteLocal: false,
};

/** Asks the device what it can. Rejects with PipeError, or INSTRUMENT_REPLY. */
export async function askCapabilities(requests: ClassRequests): Promise<Capabilities> {
  const { status, bytes } = await requests.getCapabilities();
  return status === statuses.success ? readCapabilities(bytes) : silent;
}
