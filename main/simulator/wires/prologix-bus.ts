import { Device } from './device.ts';
import { type BusPlace, writePlace } from './prologix-settings.ts';
import type { Attached } from './wire.ts';

/** RQS and MSS in the status byte. source: IEEE 488.2, 11.2.2 */
const requestBit = 64;

interface OnBus {
  readonly attached: Attached;
  readonly device: Device;
  /** It asks for service, and was not polled since. */
  requesting: boolean;
  /** Local lockout: when it listens next, its front panel is dead. */
  lockout: boolean;
}

/** Instruments on a GPIB bus, each at its place. The bus has one client: the adapter. REN is always true. */
export class Bus {
  readonly #places = new Map<string, OnBus>();

  get size(): number {
    return this.#places.size;
  }

  /** Puts an instrument there. Throws where one is already. */
  add(place: BusPlace, attached: Attached): void {
    const key = writePlace(place);
    if (this.#places.has(key)) throw new Error(`there is an instrument at ${key}`);
    const device = new Device(attached.instrument, attached.faults);
    const one: OnBus = { attached, device, requesting: false, lockout: false };
    device.onServiceRequest(() => {
      one.requesting = true;
    });
    this.#places.set(key, one);
  }

  /** Who is there, and made a listener or talker now; null where nobody is, or is restarting. */
  at(place: BusPlace): Device | null {
    return this.#present(place)?.device ?? null;
  }

  /** Makes it listen: its front panel is taken over. source: IEEE 488.1, 2.8 (the RL function) */
  listens(place: BusPlace): Device | null {
    const one = this.#present(place);
    if (one?.lockout === true) one.device.lockout();
    else one?.device.remote();
    return one?.device ?? null;
  }

  /** Its status byte; null where nobody answers. source: IEEE 488.1, 2.7 (serial poll) */
  poll(place: BusPlace): number | null {
    const one = this.#present(place);
    if (one === undefined) return null;
    one.requesting = false;
    return one.device.poll();
  }

  /** Whether the SRQ line is pulled. */
  get isRequested(): boolean {
    return [...this.#places.values()].some(
      ({ requesting, device, attached }) =>
        requesting && !attached.faults.refusing && (device.statusByte() & requestBit) !== 0,
    );
  }

  lockout(place: BusPlace): void {
    const one = this.#present(place);
    if (one === undefined) return;
    one.lockout = true;
    one.device.lockout();
  }

  /** Go to local: until it listens again. */
  local(place: BusPlace): void {
    this.#present(place)?.device.local();
  }

  close(): void {
    for (const { device } of this.#places.values()) device.close();
  }

  #present(place: BusPlace): OnBus | undefined {
    const one = this.#places.get(writePlace(place));
    return one?.attached.faults.refusing === true ? undefined : one;
  }
}
