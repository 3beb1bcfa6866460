import type { SerialPlace } from '#shared/address/address.ts';
import { Fault } from '#shared/faults.ts';
import { listSerialPorts, type SerialPortSeen } from '#main/transports/ports.ts';

/**
 * The path of a serial port now. One that is named by its USB identity is looked up every time: after it was plugged in
 * again it may have another path. INSTRUMENT_UNREACHABLE when there is none, ADDRESS_INVALID when there are several.
 */
export async function findPort(
  place: SerialPlace,
  list: () => Promise<readonly SerialPortSeen[]> = listSerialPorts,
): Promise<string> {
  if ('path' in place) return place.path;
  const { vendorId, productId, serial } = place;
  const ports = await list().catch((error: unknown) => {
    throw new Fault('INSTRUMENT_UNREACHABLE', 'The serial ports of this PC could not be listed.', {
      remedy: 'Give the port by its path, or see what lablink doctor says.',
      cause: error,
    });
  });
  const kind = ports.filter((port) => same(port.vendorId, vendorId) && same(port.productId, productId));
  const found =
    serial === null ? kind : kind.filter((port) => port.serial?.toLowerCase() === serial.toLowerCase());
  const identity = `${vendorId}:${productId}${serial === null ? '' : ` with serial number ${serial}`}`;
  const [first, second] = found;
  if (first === undefined)
    throw new Fault('INSTRUMENT_UNREACHABLE', `No serial port of USB device ${identity} is plugged in.`, {
      remedy:
        kind.length === 0
          ? 'Plug it in and check its power. lablink doctor lists the ports of this PC.'
          : `Plug it in, or correct the address: ${kind.map(describe).join(', ')} is there.`,
      details: { vendorId, productId, serial },
    });
  if (second !== undefined)
    throw new Fault('ADDRESS_INVALID', `${found.length} serial ports are USB device ${identity}.`, {
      remedy: `Give one of them by its serial number or its path: ${found.map(describe).join(', ')}.`,
      details: { vendorId, productId, serial, count: found.length },
    });
  return first.path;
}

/** Identities as numbers: some systems leave out zeros in front. */
const same = (seen: string | null, wanted: string): boolean =>
  seen !== null && Number.parseInt(seen, 16) === Number.parseInt(wanted, 16);

const describe = ({ path, serial }: SerialPortSeen): string =>
  serial === null ? path : `${path} (serial number ${serial})`;
