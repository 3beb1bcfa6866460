import { Fault } from '#shared/faults.ts';
import type { UsbAddress } from '#shared/address/address.ts';
import { chooseDevice, chooseInterface, type ChoosableInterface } from './choose.ts';
import { kernelDriver } from './kernel-driver.ts';
import { loadBus, type NativeBus, type NativeDevice } from './native.ts';
import type { UsbEndpoint, UsbPipe } from './pipe.ts';
import { openFault } from './usb-faults.ts';
import { type Endpoints, WebUsbPipe } from './webusb-pipe.ts';

/** Null too where only an opened device would tell, and this one cannot be opened. */
function serialOf(device: NativeDevice): string | null {
  try {
    return device.serialNumber ?? null;
  } catch {
    return null;
  }
}

async function listDevices(bus: NativeBus): Promise<readonly NativeDevice[]> {
  try {
    return await bus.getDevices();
  } catch (error) {
    throw new Fault('INSTRUMENT_UNREACHABLE', 'This PC tells nothing about its USB devices.', {
      remedy: 'Check that USB is switched on in this PC, or connect the instrument over LAN.',
      cause: error,
    });
  }
}

/** What a test may put in the place of the real thing. */
export interface Surroundings {
  readonly platform?: NodeJS.Platform;
  readonly load?: () => Promise<NativeBus>;
  /** The kernel's folder of devices. */
  readonly devices?: string;
}

/**
 * Finds, opens and claims the interface that an address means. On Linux the kernel's driver is put aside until `close`; an
 * interface that another program has claimed is left to it. INSTRUMENT_UNREACHABLE.
 */
export async function openWebUsb(
  address: UsbAddress,
  { platform = process.platform, load = loadBus, devices }: Surroundings = {},
): Promise<UsbPipe> {
  const bus = await load();
  const seen = (await listDevices(bus)).map((device) => ({
    device,
    vendorId: device.vendorId,
    productId: device.productId,
    // Read when it is asked for: where the system does not know it, the package opens the device to ask.
    get serialNumber() {
      return serialOf(device);
    },
  }));
  const { device } = chooseDevice(seen, address);
  try {
    await device.open();
  } catch (error) {
    throw openFault(error, address, platform);
  }
  try {
    const configuration = device.configuration;
    const chosen = chooseInterface(configuration?.interfaces ?? [], address);
    const ends = endpoints(chosen);
    const { interfaceNumber } = chosen;
    const holder =
      platform === 'linux'
        ? await kernelDriver(
            {
              bus: device.bus,
              ports: device.ports,
              configuration: configuration?.configurationValue ?? 1,
              interfaceNumber,
            },
            devices,
          )
        : null;
    const aside = holder !== null && holder !== 'usbfs';
    if (aside) await device.detachKernelDriver(interfaceNumber);
    try {
      await device.claimInterface(interfaceNumber);
    } catch (error) {
      if (aside) await device.attachKernelDriver(interfaceNumber).catch(ignored);
      throw error;
    }
    return new WebUsbPipe(bus, device, interfaceNumber, ends, aside);
  } catch (error) {
    await device.close().catch(ignored);
    throw error instanceof Fault ? error : openFault(error, address, platform);
  }
}

/** source: USBTMC 1.00, 5.6 (one Bulk-OUT, one Bulk-IN, perhaps one Interrupt-IN). */
function endpoints({ alternate }: ChoosableInterface): Endpoints {
  const find = (type: string, direction: 'in' | 'out'): UsbEndpoint | null => {
    const found = alternate.endpoints.find((each) => each.type === type && each.direction === direction);
    if (found === undefined || found.packetSize < 1) return null;
    return {
      address: found.endpointNumber | (direction === 'in' ? 0x80 : 0),
      packet: found.packetSize,
    };
  };
  const out = find('bulk', 'out');
  const into = find('bulk', 'in');
  if (out === null || into === null)
    throw new Fault('INSTRUMENT_UNREACHABLE', 'The USB interface lacks the endpoints of USBTMC.', {
      remedy: 'Connect the instrument over LAN, where it has it.',
    });
  return { out, in: into, interrupt: find('interrupt', 'in') };
}

const ignored = (): void => undefined;
