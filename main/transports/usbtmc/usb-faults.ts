import { Fault } from '#shared/faults.ts';
import type { UsbAddress } from '#shared/address/address.ts';
import { PipeError, type PipeTrouble } from './pipe.ts';

/** What the native module says, as far as it says it. source: nusb 0.2, TransferError and Error (Display and Debug). */
const troubles: readonly (readonly [RegExp, PipeTrouble])[] = [
  [/stall/i, 'stall'],
  [/cancel/i, 'timeout'],
  [/disconnected|not connected|no such device|errno (?:19|108)\b/i, 'gone'],
];

/** The native module's error as a PipeError. */
export function pipeError(error: unknown): PipeError {
  const text = error instanceof Error ? error.message : String(error);
  const trouble = troubles.find(([pattern]) => pattern.test(text))?.[1] ?? 'broken';
  return new PipeError(trouble, text, error);
}

/** A device as people know it: `0957:17a6 (MY1234)`. */
export const usbName = ({ vendorId, productId, serial }: Omit<UsbAddress, 'scheme' | 'interface'>): string =>
  `${vendorId}:${productId}${serial === null ? '' : ` (${serial})`}`;

const rules =
  'Install the udev rules that come with the console (60-lablink-usbtmc.rules into /etc/udev/rules.d), then unplug the instrument and plug it in again.';
const lan = 'Connect the instrument over LAN, where it has it';

/** Why a device that is there could not be opened, in words a technician can act on. INSTRUMENT_UNREACHABLE. */
export function openFault(error: unknown, address: UsbAddress, platform: NodeJS.Platform): Fault {
  const text = error instanceof Error ? error.message : String(error);
  const name = usbName(address);
  const fault = (message: string, remedy: string, reason: string): Fault =>
    new Fault('INSTRUMENT_UNREACHABLE', message, {
      remedy,
      details: { vendorId: address.vendorId, productId: address.productId, serial: address.serial, reason },
      cause: error,
    });
  if (/busy|in use|errno 16\b|exclusive/i.test(text))
    return fault(
      `The USB instrument ${name} is used by another program.`,
      'Close the other program that talks to it, then connect again.',
      'busy',
    );
  if (/disconnected|no such device|device not found|errno (?:2|19)\b/i.test(text))
    return fault(`The USB instrument ${name} was unplugged.`, 'Plug it in again.', 'gone');
  if (platform === 'win32')
    return fault(
      `Windows has no driver for the USB instrument ${name} that the console can use.`,
      `${lan}. Over USB it needs the driver WinUSB, and other programs that use it through VISA then no longer see it.`,
      'driver',
    );
  if (/permission|denied|not permitted|errno (?:1|13)\b/i.test(text))
    return fault(
      `This user may not open the USB instrument ${name}.`,
      platform === 'linux' ? rules : `${lan}, or close the program that holds it.`,
      'permission',
    );
  return fault(
    `The USB instrument ${name} could not be opened.`,
    'Unplug it and plug it in again.',
    'broken',
  );
}
