import type { ChoosableInterface } from './choose.ts';
import type { Incoming, NativeBus, NativeDevice, Outgoing } from './native.ts';

type Leave = (event: { readonly device: object }) => void;

/** An interface as the package describes it. */
export const usbtmcInterface = (interfaceNumber: number, subclass = 3): ChoosableInterface => ({
  interfaceNumber,
  alternate: {
    alternateSetting: 0,
    interfaceClass: 0xfe,
    interfaceSubclass: subclass,
    endpoints: [
      { endpointNumber: 1, direction: 'out', type: 'bulk', packetSize: 512 },
      { endpointNumber: 2, direction: 'in', type: 'bulk', packetSize: 512 },
      { endpointNumber: 3, direction: 'in', type: 'interrupt', packetSize: 2 },
    ],
  },
});

/** A device of the `usb` package, with its rules: while a transfer is under way, nothing may be released. */
export class FakeNative implements NativeDevice {
  readonly vendorId = 0x1d6b;
  readonly productId = 0x0104;
  readonly bus = '001';
  readonly ports = [2, 3];
  readonly handle: string;
  readonly serialNumber: string | null;
  readonly configuration: NonNullable<NativeDevice['configuration']>;
  readonly calls: string[] = [];
  /** What a call of this name fails with, once or as long as it stands here. */
  readonly failures = new Map<string, string>();
  reply: Incoming = { status: 'ok', data: new DataView(new ArrayBuffer(4)) };
  written = 0;
  #lent = 0;
  #transfer: PromiseWithResolvers<Incoming> | null = null;

  constructor(serial: string | null, interfaces: readonly ChoosableInterface[] = [usbtmcInterface(1)]) {
    this.serialNumber = serial;
    this.handle = `handle of ${serial}`;
    this.configuration = { configurationValue: 1, interfaces };
  }

  open = (): Promise<void> => this.#call('open');
  close = (): Promise<void> => this.#alone('close');
  reset = (): Promise<void> => this.#call('reset');
  claimInterface = (number: number): Promise<void> => this.#alone('claimInterface', number);
  releaseInterface = (number: number): Promise<void> => this.#alone('releaseInterface', number);
  detachKernelDriver = (number: number): Promise<void> => this.#call('detachKernelDriver', number);
  attachKernelDriver = (number: number): Promise<void> => this.#call('attachKernelDriver', number);
  clearHalt = (direction: string, endpoint: number): Promise<void> =>
    this.#call('clearHalt', direction, endpoint);

  async controlTransferIn(setup: object, length: number, deadlineMs: number): Promise<Incoming> {
    await this.#call('controlTransferIn', JSON.stringify(setup), length, deadlineMs);
    return this.reply;
  }

  /** Waits until `arrive`. */
  async transferIn(endpoint: number, length: number, deadlineMs: number): Promise<Incoming> {
    await this.#call('transferIn', endpoint, length, deadlineMs);
    this.#lent++;
    this.#transfer = Promise.withResolvers<Incoming>();
    try {
      return await this.#transfer.promise;
    } finally {
      this.#lent--;
    }
  }

  arrive(incoming: Incoming): void {
    this.#transfer?.resolve(incoming);
  }

  async transferOut(endpoint: number, bytes: Uint8Array, deadlineMs: number): Promise<Outgoing> {
    await this.#call('transferOut', endpoint, bytes.length, deadlineMs);
    return { status: 'ok', bytesWritten: bytes.length - this.written };
  }

  async #alone(name: string, ...given: unknown[]): Promise<void> {
    if (this.#lent > 0)
      throw new Error('The same native value cannot be borrowed mutably while another borrow is active');
    await this.#call(name, ...given);
  }

  async #call(name: string, ...given: unknown[]): Promise<void> {
    this.calls.push([name, ...given].join(' '));
    const failure = this.failures.get(name);
    if (failure !== undefined) throw new Error(`${name} error: ${failure}`);
  }
}

/** The `usb` of the package. */
export class FakeBus implements NativeBus {
  readonly #devices: readonly FakeNative[];
  readonly listeners = new Set<Leave>();

  constructor(...devices: readonly FakeNative[]) {
    this.#devices = devices;
  }

  getDevices(): Promise<readonly FakeNative[]> {
    return Promise.resolve(this.#devices);
  }

  addEventListener(_type: 'disconnect', listener: Leave): void {
    this.listeners.add(listener);
  }

  removeEventListener(_type: 'disconnect', listener: Leave): void {
    this.listeners.delete(listener);
  }

  leave(device: object): void {
    for (const listener of this.listeners) listener({ device });
  }
}
