import { setTimeout as sleep } from 'node:timers/promises';
import type { Incoming, NativeBus, NativeDevice } from './native.ts';
import { type ControlRequest, PipeError, type UsbEndpoint, type UsbPipe } from './pipe.ts';
import { pipeError } from './usb-faults.ts';

/** The endpoints of USBTMC. */
export interface Endpoints {
  readonly out: UsbEndpoint;
  readonly in: UsbEndpoint;
  readonly interrupt: UsbEndpoint | null;
}

/** The `usb` package as a pipe. Its transfers each block a thread of their own until they end. */
export class WebUsbPipe implements UsbPipe {
  readonly interfaceNumber: number;
  readonly bulkOutEndpoint: UsbEndpoint;
  readonly bulkInEndpoint: UsbEndpoint;
  readonly interruptEndpoint: UsbEndpoint | null;
  readonly #bus: NativeBus;
  readonly #device: NativeDevice;
  readonly #handle: string;
  readonly #aside: boolean;
  readonly #underWay = new Set<Promise<unknown>>();
  #listener: (() => void) | null = null;
  #gone = false;

  constructor(
    bus: NativeBus,
    device: NativeDevice,
    interfaceNumber: number,
    ends: Endpoints,
    aside: boolean,
  ) {
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
    await this.#atMost(Promise.allSettled(this.#underWay));
    const number = this.interfaceNumber;
    // After a reset, or without the device, there is nothing to give back, and each of these says so.
    await this.#atMost(this.#device.releaseInterface(number));
    if (this.#aside && !this.#gone) await this.#atMost(this.#device.attachKernelDriver(number));
    await this.#atMost(this.#device.close());
  }

  /** Until it has ended, however it did; a device that has gone may leave a transfer that the module never ends. */
  async #atMost(work: Promise<unknown>): Promise<void> {
    const patience = new AbortController();
    const passed = sleep(this.#gone ? goneMs : thereMs, undefined, { signal: patience.signal });
    await Promise.race([work, passed]).catch(ignored);
    patience.abort();
    await passed.catch(ignored);
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
/** How long something may take at the end: with a device that has gone, and with one that is there, ms. */
const goneMs = 1_000;
const thereMs = 10_000;
