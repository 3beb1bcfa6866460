import { newest } from '#main/bridge/sources.ts';
import type { DomainHandlers } from '#main/bridge/handlers.ts';
import type { Envelope } from '#shared/contract/channels.ts';
import type { SafetyState, safety } from '#shared/contract/safety.ts';
import { Fault } from '#shared/faults.ts';
import type { BenchEntry } from './bench-schema.ts';
import { deviceOf } from './control.ts';
import type { EmergencyStop } from './emergency-stop.ts';
import { enforce } from './enforce.ts';
import type { Published } from './published.ts';
import { readBackAll } from './read-back.ts';
import type { Room } from './room.ts';

/** What the emergency stop and the limits look like now. */
export function safetyState(room: Room, stop: EmergencyStop): SafetyState {
  const { latch, bench, devices } = room;
  return {
    latched: latch.reason !== null,
    reason: latch.reason?.text ?? null,
    latchedAt: latch.reason?.at ?? null,
    durable: latch.durable,
    report: stop.report,
    policy: bench.bench.policy,
    live: [...devices.values()].flatMap((device) => device.liveOutputs()),
  };
}

/** The handlers of `safety`. */
export function safetyHandlers(
  room: Room,
  stop: EmergencyStop,
  state: Published<SafetyState>,
): DomainHandlers<typeof safety> {
  return {
    state: (_, { signal }) =>
      newest<SafetyState>(signal, (push) => {
        push(state.value);
        return state.subscribe(push);
      }),

    stop: ({ origin }, { who }) => stop.stop(origin, who),

    async reset(_, { identity }) {
      if (room.latch.reason?.kind === 'bench') {
        if (!identity?.permissions.includes('safety:configure'))
          throw new Fault(
            'PERMISSION_DENIED',
            'The envelopes of this bench are not known, so only an administrator may reset this stop.',
          );
        if (room.bench.trouble !== null && room.bench.trouble.kind !== 'damaged')
          throw room.bench.trouble.fault;
      }
      if (await room.latch.reset()) stop.forget();
      return {};
    },

    async setEnvelope({ instrument, channel: number, envelope }) {
      const device = deviceOf(room, instrument);
      if (!device.channels.has(number))
        throw new Fault(
          'POINT_UNKNOWN',
          `${device.name} has no channel ${number} that the console knows. Nothing was changed.`,
        );
      if (device.channels.get(number)?.facts.envelope === false)
        throw new Fault(
          'POINT_UNKNOWN',
          `The driver of ${device.name} cannot hold every command to an envelope yet. Nothing was changed.`,
          { remedy: 'Set the limits at the instrument. The ranges of the model hold in any case.' },
        );
      if (envelope !== null && limits(envelope).every((limit) => limit === null))
        throw new Fault('INPUT_INVALID', 'An envelope limits at least one of voltage, current and power.');
      await room.bench.change((bench) => ({
        ...bench,
        instruments: bench.instruments.map((entry) =>
          entry.id === device.id ? withEnvelope(entry, number, envelope) : entry,
        ),
      }));
      const envelopes = new Map(device.envelopes);
      if (envelope === null) envelopes.delete(number);
      else envelopes.set(number, envelope);
      device.envelopes = envelopes;
      device.changed();
      const channel = device.channels.get(number);
      if (channel === undefined || !device.greeted) return {};
      // What is known to be outside goes off now; what is not known is read first.
      enforce(room, device, channel);
      await readBackAll(room, device);
      return {};
    },

    async setPolicy(policy) {
      await room.bench.change((bench) => ({ ...bench, policy }));
      state.poke();
      return {};
    },
  };
}

const limits = ({ maxVoltage, maxCurrent, maxPower }: Envelope): (number | null)[] => [
  maxVoltage,
  maxCurrent,
  maxPower,
];

function withEnvelope(entry: BenchEntry, channel: number, envelope: Envelope | null): BenchEntry {
  const others = entry.envelopes.filter((each) => each.channel !== channel);
  return { ...entry, envelopes: envelope === null ? others : [...others, { channel, envelope }] };
}
