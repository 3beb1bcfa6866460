import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A serial port of this computer. Identities are hexadecimal without 0x, as the USB descriptor has them; null where it has none. */
export interface SerialPortSeen {
  /** What opens it: `/dev/ttyUSB0`, `COM3`. */
  readonly path: string;
  readonly manufacturer: string | null;
  readonly serial: string | null;
  readonly vendorId: string | null;
  readonly productId: string | null;
}

/** A USB device, seen without opening or claiming it. */
export interface UsbDeviceSeen {
  /** Four hexadecimal digits each. */
  readonly vendorId: string;
  readonly productId: string;
  readonly manufacturer: string | null;
  readonly product: string | null;
  readonly serial: string | null;
  /** Class and subclass of each interface. */
  readonly interfaces: readonly { readonly class: number; readonly subclass: number }[];
  /** The file that opens it (Linux); null elsewhere. */
  readonly node: string | null;
}

/** The serial ports of this computer, without opening any. Loads the native module; rejects with what the system said. */
export async function listSerialPorts(): Promise<SerialPortSeen[]> {
  const { SerialPort } = await import('serialport');
  return (await SerialPort.list()).map(({ path, manufacturer, serialNumber, vendorId, productId }) => ({
    path,
    manufacturer: manufacturer ?? null,
    serial: serialNumber ?? null,
    vendorId: vendorId?.toLowerCase() ?? null,
    productId: productId?.toLowerCase() ?? null,
  }));
}

const hex = (number: number): string => number.toString(16).padStart(4, '0');

/** The part of a WebUSB device that is read here; its types belong to the DOM. source: WebUSB API, 5 and 6. */
interface WebUsbDevice {
  readonly vendorId: number;
  readonly productId: number;
  readonly manufacturerName?: string | null;
  readonly productName?: string | null;
  readonly serialNumber?: string | null;
  readonly configuration?: {
    readonly interfaces: readonly {
      readonly alternate: { readonly interfaceClass: number; readonly interfaceSubclass: number };
    }[];
  } | null;
}

/** Loads the native module for USB; rejects where it has no binary for this platform. */
export async function loadUsb(): Promise<void> {
  await import('usb');
}

/** The same through the native module, where the system has no files about its devices. */
async function listThroughModule(): Promise<UsbDeviceSeen[]> {
  const { WebUSB } = await import('usb');
  const devices: readonly WebUsbDevice[] = await new WebUSB({ allowAllDevices: true }).getDevices();
  return devices.map((device) => ({
    vendorId: hex(device.vendorId),
    productId: hex(device.productId),
    manufacturer: device.manufacturerName ?? null,
    product: device.productName ?? null,
    serial: device.serialNumber ?? null,
    interfaces: (device.configuration?.interfaces ?? []).map(({ alternate }) => ({
      class: alternate.interfaceClass,
      subclass: alternate.interfaceSubclass,
    })),
    node: null,
  }));
}

/**
 * The USB devices of this computer. On Linux from the kernel's own files, so that one which may not be opened is seen as well; null
 * when the kernel knows no USB. source: Linux, Documentation/ABI/testing/sysfs-bus-usb; usb.ids names are not used.
 */
export async function listUsbDevices(
  platform: NodeJS.Platform = process.platform,
  root = '/sys/bus/usb/devices',
): Promise<UsbDeviceSeen[] | null> {
  if (platform !== 'linux') return listThroughModule();
  const names = await readdir(root).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (names === null) return null;
  const seen = await Promise.all(
    // `1-2.3` is a device and `1-2.3:1.0` an interface of it; `usb1` is the root of a bus, not something plugged in.
    names.filter((name) => /^\d+-[\d.]+$/.test(name)).map((name) => readDevice(root, name, names)),
  );
  return seen.filter((device) => device !== null);
}

async function readDevice(
  root: string,
  name: string,
  names: readonly string[],
): Promise<UsbDeviceSeen | null> {
  const read = async (folder: string, file: string): Promise<string | null> =>
    (await readFile(join(root, folder, file), 'utf8').catch(() => null))?.trim() ?? null;
  const [vendorId, productId, bus, device] = await Promise.all(
    ['idVendor', 'idProduct', 'busnum', 'devnum'].map((file) => read(name, file)),
  );
  // Unplugged while it was read.
  if (!vendorId || !productId) return null;
  const interfaces = await Promise.all(
    names
      .filter((each) => each.startsWith(`${name}:`))
      .map(async (each) => ({
        class: Number.parseInt((await read(each, 'bInterfaceClass')) ?? '', 16),
        subclass: Number.parseInt((await read(each, 'bInterfaceSubClass')) ?? '', 16),
      })),
  );
  const three = (text: string): string => text.padStart(3, '0');
  return {
    vendorId,
    productId,
    manufacturer: await read(name, 'manufacturer'),
    product: await read(name, 'product'),
    serial: await read(name, 'serial'),
    interfaces,
    node: bus && device ? `/dev/bus/usb/${three(bus)}/${three(device)}` : null,
  };
}
