import { Fault } from '#shared/faults.ts';
import type { ChoosableInterface } from './choose.ts';

/** The part of a device of the `usb` package that is used here; WebUSB's own types belong to the DOM. */
export interface NativeDevice {
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

/** What a transfer from the device brought. */
export interface Incoming {
  readonly data?: DataView | undefined;
  readonly status: string;
}

/** What became of a transfer to the device. */
export interface Outgoing {
  readonly bytesWritten: number;
  readonly status: string;
}

/** The part of the package's `usb` that is used here. */
export interface NativeBus {
  getDevices(): Promise<readonly NativeDevice[]>;
  addEventListener(type: 'disconnect', listener: (event: { readonly device: object }) => void): void;
  removeEventListener(type: 'disconnect', listener: (event: { readonly device: object }) => void): void;
}

/** Loads the native module. INSTRUMENT_UNREACHABLE where it has no binary for this system. */
export async function loadBus(): Promise<NativeBus> {
  try {
    const { usb } = await import('usb');
    return usb as unknown as NativeBus;
  } catch (error) {
    throw new Fault('INSTRUMENT_UNREACHABLE', 'This build of the console cannot use USB on this system.', {
      remedy: 'Connect the instrument over LAN, where it has it.',
      cause: error,
    });
  }
}
