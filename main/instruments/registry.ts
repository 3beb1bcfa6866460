import { randomUUID } from 'node:crypto';
import { TappedTransport } from '#main/transports/transcript/tapped.ts';
import { chooseDrive } from '#main/drivers/choose.ts';
import type { Identity } from '#main/drivers/driver.ts';
import { createSession } from '#main/session/create.ts';
import { normalAddress, transportFor } from '#main/transports/open.ts';
import type { Transport } from '#main/transports/transport.ts';
import { looksLikeAddress } from '#shared/address/parse.ts';
import { Fault } from '#shared/faults.ts';
import type { BenchEntry } from './bench-schema.ts';
import { Device, type DeviceFacts } from './device.ts';
import { firstGreeting } from './first-greeting.ts';
import { greet } from './greet.ts';
import { startPolling } from './polling.ts';
import { type SimulatedKey, simulatedKeys } from '#main/simulator/keys.ts';
import { stopRecording } from './recording.ts';
import type { Room } from './room.ts';
import { type Simulated, simulatedAddress } from './simulated.ts';

/** The instruments on the desk. */
export interface Registry {
  /** Connects and remembers. Rejects with the fault, and then nothing is left of it. */
  connect(address: string, name: string, signal: AbortSignal): Promise<string>;
  /**
   * A device that can be talked to, by id, name or address: one on the desk, or one that is left again with `giveBack`. Rejects
   * with ADDRESS_INVALID, and like `connect`.
   */
  borrow(target: string, signal: AbortSignal): Promise<Borrowed>;
  /** Starts the simulated bench and connects to what is not on the desk yet. */
  addSimulated(signal: AbortSignal): Promise<string[]>;
  /** Everything remembered, in parallel and without waiting. */
  restore(): void;
  retry(device: Device): void;
  /** Forgets it and ends its link. Outputs stay as they are. */
  remove(device: Device): Promise<void>;
  close(): Promise<void>;
}

/** A device that somebody has for a time. */
export interface Borrowed {
  readonly device: Device;
  /** True when it is remembered, or was there before. */
  readonly onDesk: boolean;
  readonly giveBack: () => Promise<void>;
}

/** Opens the registry. `changed` is called after every change of any device, and of the list. */
export function openRegistry(room: Room, simulated: Simulated, changed: () => void): Registry {
  const ends = new Map<string, () => void>();

  const enter = (facts: DeviceFacts): Device => {
    const device = new Device(facts, room.timing.poll, room.now);
    if (facts.seen !== null) device.adopt(facts.seen, chooseDrive(facts.seen));
    let link: Transport | null = null;
    device.session = createSession({
      instrument: device.id,
      connect: () => {
        const { simulated: key } = facts;
        const address = key === null ? facts.address : simulated.address(key);
        link = transportFor(address, room.where)();
        return new TappedTransport(link, device.tap);
      },
      journal: room.journal,
      guard: room.guard,
      link: () => device.link(),
      onService: (statusByte) => device.serviceAsked(statusByte),
      greet: async (session, signal) => {
        await greet(room, device, session, signal);
        link?.identified?.(device.identity?.vendor ?? '');
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
    const ending = room.endTests(device, 'removed');
    if (ending !== null) await ending;
    room.devices.delete(device.id);
    device.gone.abort();
    ends.get(device.id)?.();
    ends.delete(device.id);
    changed();
    await device.session.close();
    // The transcript has all that could be written; there is nobody left to be told.
    await stopRecording(device).catch(() => undefined);
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
    key: SimulatedKey | null,
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

  const enterAgain = (entry: BenchEntry): Device => {
    const envelopes = new Map(entry.envelopes.map(({ channel, envelope }) => [channel, envelope]));
    return enter({ ...entry, envelopes });
  };

  /** Devices that are there for whoever borrowed them alone, and how many did. */
  const lent = new Map<Device, number>();

  /** Throws ADDRESS_INVALID where an address means something that this desk does not have: before anything is entered. */
  const leadsSomewhere = (address: string): void => void transportFor(address, room.where)();

  /** One that is not remembered, at an address or a place of the simulated bench. */
  const strange = (address: string, target: string): Device => {
    const key = simulatedKeys.find((each) => simulatedAddress(each) === address) ?? null;
    if (key === null && target.startsWith('sim:'))
      throw new Fault('ADDRESS_INVALID', `The simulated bench has no ${target.slice(4, 40)}.`, {
        remedy: `It has ${simulatedKeys.map(simulatedAddress).join(', ')}.`,
      });
    // What was spelt like an address would have become one.
    if (key === null && !address.includes('://'))
      throw new Fault(
        'INSTRUMENT_UNKNOWN',
        `There is no ${JSON.stringify(target.slice(0, 64))} on the desk.`,
        {
          remedy: 'Name an instrument on the desk, or an address like tcp://192.168.1.20:5025.',
        },
      );
    if (key === null) leadsSomewhere(address);
    const facts = { id: randomUUID(), name: target.slice(0, 64), address, simulated: key };
    return enter({ ...facts, seen: null, envelopes: new Map() });
  };

  /** Its link is being opened; what it needs for that runs. */
  const begun = async (device: Device): Promise<void> => {
    if (device.simulated !== null) await simulated.start();
    if (!device.gone.signal.aborted) device.session.open();
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
    connect: (address, name, signal) => {
      const normal = normalAddress(address);
      leadsSomewhere(normal);
      return add(normal, name, null, signal);
    },
    async borrow(target, signal) {
      const wanted = spelled(target);
      const matches = (each: { readonly id: string; readonly name: string; readonly address: string }) =>
        each.id === target || each.name === target || each.address === wanted;
      const there = [...room.devices.values()].find(matches);
      const remembered = room.bench.bench.instruments.find(matches);
      const device = there ?? (remembered === undefined ? strange(wanted, target) : enterAgain(remembered));
      // Whoever entered it takes it off again when the last one has given it back.
      if (there === undefined) lent.set(device, 0);
      const count = lent.get(device);
      if (count !== undefined) lent.set(device, count + 1);
      const giveBack = async (): Promise<void> => {
        const left = (lent.get(device) ?? 0) - 1;
        if (!lent.has(device)) return;
        lent.set(device, left);
        if (left > 0) return;
        lent.delete(device);
        await leave(device);
        if (![...room.devices.values()].some((each) => each.simulated !== null)) await simulated.close();
      };
      try {
        if (there === undefined) await begun(device);
        if (!device.greeted) await firstGreeting(device, room.timing.connect, signal);
      } catch (error) {
        await giveBack();
        throw error;
      }
      return { device, onDesk: there !== undefined || remembered !== undefined, giveBack };
    },
    async addSimulated(signal) {
      const { instruments } = await simulated.start();
      const there = (address: string): Device | undefined =>
        [...room.devices.values()].find((device) => device.address === address);
      const ids: string[] = [];
      // One after the other: on the desk they stand, and stay, in the order of the bench.
      for (const { key, name } of instruments) {
        const address = simulatedAddress(key);
        ids.push(there(address)?.id ?? (await add(address, name, key, signal)));
      }
      return ids;
    },
    restore() {
      for (const entry of room.bench.bench.instruments) open(enterAgain(entry));
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

/** An address in its one spelling; what is none may be a name. */
function spelled(target: string): string {
  return looksLikeAddress(target) ? normalAddress(target) : target;
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
