import { unexpected } from '#main/scpi/numbers.ts';
import type { Identity } from './driver.ts';

/** The longest field that is kept of an identity. */
const longest = 128;

/**
 * The reply to `*IDN?`: vendor, model, serial number, firmware. Missing fields are empty; commas in the last one stay.
 * Control characters are left out. INSTRUMENT_REPLY when there is nothing to tell it by. source: IEEE 488.2, 10.14.
 */
export function parseIdentity(reply: string): Identity {
  const fields = reply
    .replace(/\p{Cc}/gu, ' ')
    .split(',')
    .map((field) => field.trim());
  const [vendor = '', model = '', serial = '', ...firmware] = fields;
  if (vendor === '' && model === '') throw unexpected('a vendor and a model', reply);
  return {
    vendor: cut(vendor),
    model: cut(model),
    // Zero means that there is none. source: IEEE 488.2, 10.14.3.
    serial: serial === '0' ? '' : cut(serial),
    firmware: cut(firmware.join(',')),
  };
}

const cut = (field: string): string => field.slice(0, longest);
