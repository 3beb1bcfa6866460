import { readlink } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** Where a device is, as the kernel names it. */
export interface UsbPlace {
  /** Number of the bus, in digits. */
  readonly bus: string;
  readonly ports: readonly number[];
  readonly configuration: number;
  readonly interfaceNumber: number;
}

/**
 * The kernel's driver that holds an interface, like `usbtmc`; `usbfs` when another program does; null when nobody, or where
 * there are no such files. source: Linux, Documentation/driver-api/usb/usb.rst; Documentation/ABI/stable/sysfs-bus-usb.
 */
export async function kernelDriver(place: UsbPlace, root = '/sys/bus/usb/devices'): Promise<string | null> {
  const device = `${Number.parseInt(place.bus, 10)}-${place.ports.join('.')}`;
  const folder = `${device}:${place.configuration}.${place.interfaceNumber}`;
  return readlink(join(root, folder, 'driver')).then(basename, () => null);
}
