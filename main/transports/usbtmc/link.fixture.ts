import { afterEach } from 'vitest';
import type { UsbAddress } from '#shared/address/address.ts';
import { Instrument } from './instrument.fixture.ts';
import type { InstrumentOptions } from './instrument-mind.fixture.ts';
import type { UsbtmcTiming } from './timing.ts';
import { UsbtmcTransport } from './usbtmc.ts';

export const never = new AbortController().signal;
export const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
export const bytes = (value: string): Uint8Array => Buffer.from(value, 'latin1');

/** An instrument without quirks. */
export const address: UsbAddress = {
  scheme: 'usb',
  vendorId: '1d6b',
  productId: '0104',
  serial: 'LABLINK1',
  interface: null,
};

/** Short enough for a test that waits for each of them, long enough for a busy machine. */
const timing: UsbtmcTiming = { control: 150, mend: 150, poll: 2, status: 150, urgent: 100, end: 100 };

const opened: UsbtmcTransport[] = [];
afterEach(async () => {
  for (const link of opened.splice(0)) await link.close();
});

/** An instrument and an open link to it. */
export async function linked(
  options: InstrumentOptions = {},
  to: Partial<UsbAddress> = {},
): Promise<{ device: Instrument; link: UsbtmcTransport }> {
  const device = new Instrument(options);
  const link = new UsbtmcTransport({ ...address, ...to }, { connect: async () => device, timing });
  opened.push(link);
  await link.open(never);
  return { device, link };
}

/** Reads until the end of the message. */
export async function message(link: UsbtmcTransport, signal = never): Promise<string> {
  const parts: Uint8Array[] = [];
  for (;;) {
    const { bytes: part, end } = await link.read(signal);
    parts.push(part);
    if (end) return text(Buffer.concat(parts));
  }
}

/** Asks and reads the answer. */
export async function ask(link: UsbtmcTransport, question: string): Promise<string> {
  await link.write(bytes(question), never);
  return message(link);
}
