import { Fault } from '#shared/faults.ts';
import type { UsbAddress } from '#shared/address/address.ts';
import { usbName } from './usb-faults.ts';

/** What has to be known of a device to choose it. Identities as numbers, as USB has them. */
export interface Choosable {
  readonly vendorId: number;
  readonly productId: number;
  readonly serialNumber: string | null;
}

/** The part of an interface that tells whether it is the one. */
export interface ChoosableInterface {
  readonly interfaceNumber: number;
  readonly alternate: {
    readonly alternateSetting: number;
    readonly interfaceClass: number;
    readonly interfaceSubclass: number;
    readonly endpoints: readonly {
      readonly endpointNumber: number;
      readonly direction: 'in' | 'out';
      readonly type: string;
      readonly packetSize: number;
    }[];
  };
}

/** The one device that an address means. INSTRUMENT_UNREACHABLE when there is none, or more than one. */
export function chooseDevice<D extends Choosable>(devices: readonly D[], address: UsbAddress): D {
  const vendor = Number.parseInt(address.vendorId, 16);
  const product = Number.parseInt(address.productId, 16);
  const alike = devices.filter(({ vendorId, productId }) => vendorId === vendor && productId === product);
  const found =
    address.serial === null
      ? alike
      : alike.filter(({ serialNumber }) => serialNumber?.trim() === address.serial);
  const [first, ...others] = found;
  if (first !== undefined && others.length === 0) return first;
  const named = (device: D): string => device.serialNumber?.trim() || 'without serial number';
  const details = { vendorId: address.vendorId, productId: address.productId, serial: address.serial };
  if (first !== undefined)
    throw new Fault(
      'INSTRUMENT_UNREACHABLE',
      `${found.length} USB instruments are ${usbName(address)}: ${found.map(named).join(', ')}.`,
      {
        remedy:
          address.serial === null
            ? 'Write the serial number into the address, or unplug the others.'
            : 'Unplug the others.',
        details,
      },
    );
  throw new Fault(
    'INSTRUMENT_UNREACHABLE',
    alike.length === 0
      ? `No USB instrument ${usbName(address)} is plugged in.`
      : `No USB instrument ${usbName(address)} is plugged in, but ${alike.map(named).join(', ')}.`,
    { remedy: 'Check the cable and the power, and the serial number in the address.', details },
  );
}

/** USBTMC. source: USBTMC 1.00, table 43. */
const isUsbtmc = ({ alternate }: ChoosableInterface): boolean =>
  alternate.interfaceClass === 0xfe && alternate.interfaceSubclass === 0x03;

/** The interface that an address means: the one with its number, or the first of USBTMC. INSTRUMENT_UNREACHABLE. */
export function chooseInterface<I extends ChoosableInterface>(
  interfaces: readonly I[],
  address: UsbAddress,
): I {
  const found = interfaces.find(
    (each) => isUsbtmc(each) && (address.interface === null || each.interfaceNumber === address.interface),
  );
  if (found !== undefined) return found;
  const others = interfaces.filter(isUsbtmc).map(({ interfaceNumber }) => interfaceNumber);
  throw new Fault(
    'INSTRUMENT_UNREACHABLE',
    others.length === 0
      ? `The USB device ${usbName(address)} is no test and measurement instrument (USBTMC).`
      : `Interface ${address.interface} of the USB instrument ${usbName(address)} is not USBTMC, but ${others.join(', ')}.`,
    {
      remedy:
        others.length === 0
          ? 'Look in the menu of the instrument for its USB mode: it has to be USBTMC, not printer or storage.'
          : 'Correct the interface in the address, or leave it out.',
      details: { vendorId: address.vendorId, productId: address.productId, serial: address.serial },
    },
  );
}
