import type { DomainHandlers } from '#main/bridge/handlers.ts';
import type { BenchEntry } from '#main/instruments/bench-schema.ts';
import { deviceOf } from '#main/instruments/control.ts';
import type { Device } from '#main/instruments/device.ts';
import type { Room } from '#main/instruments/room.ts';
import type { instruments } from '#shared/contract/instruments.ts';
import type { Pin } from '#shared/contract/pins.ts';
import { Fault } from '#shared/faults.ts';
import { pinEffects } from './judge.ts';

/** Pinning queries to an instrument that has no driver. */
export function pinHandlers(room: Room): Pick<DomainHandlers<typeof instruments>, 'setPins'> {
  return {
    async setPins({ id, pins }) {
      const device = deviceOf(room, id);
      const drive = undriven(device);
      for (const { query } of pins) pinEffects(drive, query);
      await room.bench.change((bench) => ({
        ...bench,
        instruments: bench.instruments.map((entry) =>
          entry.id === device.id ? withPins(entry, pins) : entry,
        ),
      }));
      device.pinned.set(pins);
      device.changed();
      return {};
    },
  };
}

function withPins({ pins: _, ...entry }: BenchEntry, pins: readonly Pin[]): BenchEntry {
  return pins.length === 0 ? entry : { ...entry, pins: [...pins] };
}

function undriven(device: Device): NonNullable<Device['drive']> {
  const { drive } = device;
  if (drive === null)
    throw new Fault(
      'INSTRUMENT_UNREACHABLE',
      `${device.name} has not said who it is yet, so nothing was pinned.`,
    );
  if (drive.controls !== null)
    throw new Fault('POINT_UNKNOWN', `${device.name} has a driver, so nothing was pinned.`, {
      remedy: 'Its readings are in its panel.',
    });
  return drive;
}
