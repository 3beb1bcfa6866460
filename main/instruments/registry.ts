import { randomUUID } from 'node:crypto';
import { chooseDrive } from '#main/drivers/choose.ts';
import type { Identity } from '#main/drivers/driver.ts';
import { createSession } from '#main/session/create.ts';
import { normalAddress, transportFor } from '#main/transports/open.ts';
import { Fault } from '#shared/faults.ts';
import type { BenchEntry } from './bench-schema.ts';
import { Device, type DeviceFacts } from './device.ts';
import { firstGreeting } from './first-greeting.ts';
import { greet } from './greet.ts';
import { startPolling } from './polling.ts';
import type { Room } from './room.ts';
import { type Simulated, simulatedAddress } from './simulated.ts';

/** The instruments on the desk. */
export interface Registry {
  /** Connects and remembers. Rejects with the fault, and then nothing is left of it. */
  connect(address: string, name: string, signal: AbortSignal): Promise<string>;
  /** Starts the simulated bench and connects to what is not on the desk yet. */
  addSimulated(signal: AbortSignal): Promise<string[]>;
  /** Everything remembered, in parallel and without waiting. */
  restore(): void;
  retry(device: Device): void;
  /** Forgets it and ends its link. Outputs stay as they are. */
  remove(device: Device): Promise<void>;
  close(): Promise<void>;
}

/** Opens the registry. `changed` is called after every change of any device, and of the list. */
export function openRegistry(room: Room, simulated: Simulated, changed: () => void): Registry {
  const ends = new Map<string, () => void>();

  const enter = (facts: DeviceFacts): Device => {
    const device = new Device(facts, room.timing.poll, room.now);
    if (facts.seen !== null) device.adopt(facts.seen, chooseDrive(facts.seen));
    device.session = createSession({
      instrument: device.id,
      connect: () =>
        transportFor(facts.simulated === null ? facts.address : simulated.address(facts.simulated))(),
      journal: room.journal,
      guard: room.guard,
      link: () => device.link(),
      greet: async (session, signal) => {
        await greet(room, device, session, signal);
        remember(device);
      },
    });
    room.devices.set(device.id, device);
    const unwatch = device.watch(changed);
    const endPolling = startPolling(room, device);
    ends.set(device.id, () => {
      unwatch();
      endPolling();
    });
    changed();
    return device;
  };

  const leave = async (device: Device): Promise<void> => {
    room.devices.delete(device.id);
    device.gone.abort();
    ends.get(device.id)?.();
    ends.delete(device.id);
    changed();
    await device.session.close();
  };

  /** Writes down a firmware or a model that has become another. What cannot be written is written another time. */
  const remember = (device: Device): void => {
    const entry = room.bench.bench.instruments.find(({ id }) => id === device.id);
    const { identity } = device;
    if (entry === undefined || identity === null || sameIdentity(entry.seen, identity)) return;
    room.bench
      .change((bench) => ({
        ...bench,
        instruments: bench.instruments.map((each) =>
          each.id === device.id ? { ...each, seen: { ...identity } } : each,
        ),
      }))
      .catch(() => undefined);
  };

  const add = async (
    address: string,
    name: string,
    key: 'supply' | null,
    signal: AbortSignal,
  ): Promise<string> => {
    for (const device of room.devices.values())
      if (device.address === address)
        throw new Fault('INSTRUMENT_EXISTS', `${address} is on the desk already, as ${device.name}.`);
    const id = randomUUID();
    const device = enter({
      id,
      name: name === '' ? address : name,
      address,
      simulated: key,
      seen: null,
      envelopes: new Map(),
    });
    try {
      const greeted = firstGreeting(device, room.timing.connect, signal);
      device.session.open();
      await greeted;
      if (name === '') device.name = freeName(room, device);
      device.changed();
      const seen = device.identity && { ...device.identity };
      const entry: BenchEntry = { id, name: device.name, address, simulated: key, seen, envelopes: [] };
      await room.bench.change((bench) => ({ ...bench, instruments: [...bench.instruments, entry] }));
      return id;
    } catch (error) {
      await leave(device);
      throw error;
    }
  };

  const open = (device: Device, then: () => void = () => undefined): void => {
    const begin = (): void => {
      // It may have been taken off the desk while the bench was being started.
      if (device.gone.signal.aborted) return;
      device.session.open();
      then();
    };
    if (device.simulated === null) begin();
    else simulated.start().then(begin, (error: unknown) => device.troubled(error));
  };

  return {
    connect: (address, name, signal) => add(normalAddress(address), name, null, signal),
    async addSimulated(signal) {
      const { instruments } = await simulated.start();
      const there = (address: string): Device | undefined =>
        [...room.devices.values()].find((device) => device.address === address);
      return Promise.all(
        instruments.map(async ({ key, name }) => {
          const address = simulatedAddress(key);
          return there(address)?.id ?? (await add(address, name, key, signal));
        }),
      );
    },
    restore() {
      for (const entry of room.bench.bench.instruments) {
        const envelopes = new Map(entry.envelopes.map(({ channel, envelope }) => [channel, envelope]));
        open(enter({ ...entry, envelopes }));
      }
    },
    retry(device) {
      open(device, () => device.session.retry());
    },
    async remove(device) {
      await room.bench.change((bench) => ({
        ...bench,
        instruments: bench.instruments.filter(({ id }) => id !== device.id),
      }));
      await leave(device);
      if (![...room.devices.values()].some((each) => each.simulated !== null)) await simulated.close();
    },
    async close() {
      await Promise.all([...room.devices.values()].map(leave));
      await simulated.close();
    },
  };
}

const sameIdentity = (a: Identity | null, b: Identity): boolean =>
  a !== null &&
  a.vendor === b.vendor &&
  a.model === b.model &&
  a.serial === b.serial &&
  a.firmware === b.firmware;

/** The model, and a number where another instrument has this name already. */
function freeName(room: Room, device: Device): string {
  const base = (device.identity?.model || device.address).slice(0, 56);
  const taken = new Set([...room.devices.values()].filter((each) => each !== device).map(({ name }) => name));
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base} ${number}`;
    if (!taken.has(name)) return name;
  }
}
