import { Fault } from '#shared/faults.ts';
import type { UsbAddress } from '#shared/address/address.ts';
import { chooseDevice, chooseInterface, type ChoosableInterface } from './choose.ts';
import { kernelDriver } from './kernel-driver.ts';
import { type ControlRequest, PipeError, type UsbEndpoint, type UsbPipe } from './pipe.ts';
import { openFault, pipeError } from './usb-faults.ts';

/** The part of a device of the `usb` package that is used here; WebUSB's own types belong to the DOM. */
interface Device {
  readonly vendorId: number;
  readonly productId: number;
  readonly serialNumber?: string | null;
  readonly handle: string;
  readonly bus: string;
  readonly ports: readonly number[];
  readonly configuration?: {
    readonly configurationValue: number;
    readonly interfaces: readonly ChoosableInterface[];
  } | null;
  open(): Promise<void>;
  close(): Promise<void>;
  reset(): Promise<void>;
  claimInterface(number: number): Promise<void>;
  releaseInterface(number: number): Promise<void>;
  detachKernelDriver(number: number): Promise<void>;
  attachKernelDriver(number: number): Promise<void>;
  clearHalt(direction: 'in' | 'out', endpoint: number): Promise<void>;
  controlTransferIn(setup: object, length: number, deadlineMs: number): Promise<Incoming>;
  transferIn(endpoint: number, length: number, deadlineMs: number): Promise<Incoming>;
  transferOut(endpoint: number, bytes: Uint8Array, deadlineMs: number): Promise<Outgoing>;
}

interface Incoming {
  readonly data?: DataView | undefined;
  readonly status: string;
}

interface Outgoing {
  readonly bytesWritten: number;
  readonly status: string;
}

/** The part of the package's `usb` that is used here. */
interface Bus {
  getDevices(): Promise<readonly Device[]>;
  addEventListener(type: 'disconnect', listener: (event: { readonly device: object }) => void): void;
  removeEventListener(type: 'disconnect', listener: (event: { readonly device: object }) => void): void;
}

async function loadBus(): Promise<Bus> {
  try {
    const { usb } = await import('usb');
    return usb as unknown as Bus;
  } catch (error) {
    throw new Fault('INSTRUMENT_UNREACHABLE', 'This build of the console cannot use USB on this system.', {
      remedy: 'Connect the instrument over LAN, where it has it.',
      cause: error,
    });
  }
}

/** Null too where only an opened device would tell, and this one cannot be opened. */
function serialOf(device: Device): string | null {
  try {
    return device.serialNumber ?? null;
  } catch {
    return null;
  }
}

async function listDevices(bus: Bus): Promise<readonly Device[]> {
  try {
    return await bus.getDevices();
  } catch (error) {
    throw new Fault('INSTRUMENT_UNREACHABLE', 'This PC tells nothing about its USB devices.', {
      remedy: 'Check that USB is switched on in this PC, or connect the instrument over LAN.',
      cause: error,
    });
  }
}

/**
 * Finds, opens and claims the interface that an address means. On Linux the kernel's driver is put aside until `close`; an
 * interface that another program has claimed is left to it. INSTRUMENT_UNREACHABLE.
 */
export async function openWebUsb(
  address: UsbAddress,
  platform: NodeJS.Platform = process.platform,
): Promise<UsbPipe> {
  const bus = await loadBus();
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
        ? await kernelDriver({
            bus: device.bus,
            ports: device.ports,
            configuration: configuration?.configurationValue ?? 1,
            interfaceNumber,
          })
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

interface Endpoints {
  readonly out: UsbEndpoint;
  readonly in: UsbEndpoint;
  readonly interrupt: UsbEndpoint | null;
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

/** The `usb` package as a pipe. Its transfers each block a thread of their own until they end. */
class WebUsbPipe implements UsbPipe {
  readonly interfaceNumber: number;
  readonly bulkOutEndpoint: UsbEndpoint;
  readonly bulkInEndpoint: UsbEndpoint;
  readonly interruptEndpoint: UsbEndpoint | null;
  readonly #bus: Bus;
  readonly #device: Device;
  readonly #handle: string;
  readonly #aside: boolean;
  readonly #underWay = new Set<Promise<unknown>>();
  #listener: (() => void) | null = null;
  #gone = false;

  constructor(bus: Bus, device: Device, interfaceNumber: number, ends: Endpoints, aside: boolean) {
    this.#bus = bus;
    this.#device = device;
    this.#handle = device.handle;
    this.interfaceNumber = interfaceNumber;
    this.bulkOutEndpoint = ends.out;
    this.bulkInEndpoint = ends.in;
    this.interruptEndpoint = ends.interrupt;
    this.#aside = aside;
    bus.addEventListener('disconnect', this.#onDisconnect);
  }

  async controlIn(request: ControlRequest, deadlineMs: number): Promise<Uint8Array> {
    const { recipient, request: code, value, index, length } = request;
    const setup = { requestType: 'class', recipient, request: code, value, index };
    return incoming(await this.#run(() => this.#device.controlTransferIn(setup, length, deadlineMs)));
  }

  async bulkOut(bytes: Uint8Array, deadlineMs: number): Promise<void> {
    const endpoint = this.bulkOutEndpoint.address;
    const sent = await this.#run(() => this.#device.transferOut(endpoint, bytes, deadlineMs));
    if (sent.status !== 'ok') throw new PipeError('stall', `transferOut: ${sent.status}`);
    if (sent.bytesWritten !== bytes.length)
      throw new PipeError('broken', `transferOut: ${sent.bytesWritten} of ${bytes.length} bytes`);
  }

  async bulkIn(length: number, deadlineMs: number): Promise<Uint8Array> {
    const endpoint = this.bulkInEndpoint.address & 0x7f;
    return incoming(await this.#run(() => this.#device.transferIn(endpoint, length, deadlineMs)));
  }

  async interruptIn(deadlineMs: number): Promise<Uint8Array> {
    const interrupt = this.interruptEndpoint;
    if (interrupt === null) throw new PipeError('broken', 'no interrupt endpoint');
    const { address, packet } = interrupt;
    return incoming(await this.#run(() => this.#device.transferIn(address & 0x7f, packet, deadlineMs)));
  }

  async clearHalt(which: 'out' | 'in' | 'interrupt'): Promise<void> {
    const ends = { out: this.bulkOutEndpoint, in: this.bulkInEndpoint, interrupt: this.interruptEndpoint };
    const end = ends[which];
    if (end === null) return;
    const direction = which === 'out' ? 'out' : 'in';
    await this.#run(() => this.#device.clearHalt(direction, end.address & 0x7f));
  }

  async reset(): Promise<void> {
    await this.#run(() => this.#device.reset());
  }

  async close(): Promise<void> {
    this.#bus.removeEventListener('disconnect', this.#onDisconnect);
    this.#listener = null;
    // The package lends the device to each transfer: nothing can be given back before all have ended.
    await Promise.allSettled(this.#underWay);
    const number = this.interfaceNumber;
    // After a reset, or without the device, there is nothing to give back, and each of these says so.
    await this.#device.releaseInterface(number).catch(ignored);
    if (this.#aside && !this.#gone) await this.#device.attachKernelDriver(number).catch(ignored);
    await this.#device.close().catch(ignored);
  }

  onGone(listener: () => void): void {
    this.#listener = listener;
    if (this.#gone) listener();
  }

  /** Begins in this very tick. */
  async #run<T>(begin: () => Promise<T>): Promise<T> {
    const running = begin();
    this.#underWay.add(running);
    try {
      return await running;
    } catch (error) {
      const trouble = pipeError(error);
      if (trouble.trouble === 'gone') this.#leave();
      throw trouble;
    } finally {
      this.#underWay.delete(running);
    }
  }

  readonly #onDisconnect = ({ device }: { readonly device: object }): void => {
    if ('handle' in device && device.handle === this.#handle) this.#leave();
  };

  #leave(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#listener?.();
  }
}

function incoming({ status, data }: Incoming): Uint8Array {
  if (status !== 'ok' || data === undefined) throw new PipeError('stall', `transferIn: ${status}`);
  return new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
}

const ignored = (): void => undefined;
