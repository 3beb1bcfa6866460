import type { DomainHandlers } from '#main/bridge/handlers.ts';
import { newest } from '#main/bridge/sources.ts';
import type { Trend, TrendQuestion } from '#main/history/service.ts';
import type { Instrument, Live, instruments } from '#shared/contract/instruments.ts';
import { Fault } from '#shared/faults.ts';
import { borrowHandler } from './borrow.ts';
import { controlHandlers, deviceOf } from './control.ts';
import { deskHandlers } from './desk-order.ts';
import { gpibHandlers } from './gpib-boards.ts';
import { handoverHandlers } from './handover.ts';
import { busHandlers } from './interface-messages.ts';
import { pinHandlers } from './pinned/handlers.ts';
import { terminalHandlers } from './terminal.ts';
import { traceHandler } from './traces.ts';
import { publish, type Published } from './published.ts';
import type { Registry } from './registry.ts';
import type { Room } from './room.ts';

/** The handlers of `instruments`. */
export function instrumentHandlers(
  room: Room,
  registry: Registry,
  list: Published<Instrument[]>,
  trends: (question: TrendQuestion) => Promise<Trend>,
): DomainHandlers<typeof instruments> {
  return {
    ...controlHandlers(room),
    ...terminalHandlers(room),
    ...handoverHandlers(room),
    ...gpibHandlers(room),
    ...busHandlers(room),
    ...deskHandlers(room, list),
    ...pinHandlers(room),
    borrow: borrowHandler(registry),

    list: (_, { signal }) =>
      newest<Instrument[]>(signal, (push) => {
        push(list.value);
        return list.subscribe(push);
      }),

    live({ id }, { signal }) {
      const device = deviceOf(room, id);
      return newest<Live>(AbortSignal.any([signal, device.gone.signal]), (push) => {
        const live = publish(() => device.live());
        const unsubscribe = live.subscribe(push);
        const unwatch = device.watch(() => live.poke());
        push(live.value);
        return () => {
          unwatch();
          unsubscribe();
          live.close();
        };
      });
    },

    trace: traceHandler(room),

    connect: async ({ address, name }, { signal }) => ({
      id: await registry.connect(address, name ?? '', signal),
    }),
    addSimulatedBench: async (_, { signal }) => ({ ids: await registry.addSimulated(signal) }),

    retry({ id }) {
      registry.retry(deviceOf(room, id));
      return {};
    },

    async remove({ id, outputs }, { identity }) {
      const device = deviceOf(room, id);
      // Otherwise whoever may not change an envelope could take the instrument off the desk and put it back without one.
      if (device.envelopes.size > 0 && !identity?.permissions.includes('safety:configure'))
        throw new Fault(
          'PERMISSION_DENIED',
          `An envelope is set on ${device.name}. Removing it would remove the envelope.`,
        );
      const live = device.liveOutputs();
      if (outputs === 'refuse' && live.length > 0) {
        const what = live.map(({ channel, state }) => `output ${channel} is ${state}`).join(', ');
        throw new Fault('OUTPUTS_LIVE', `${device.name} was not removed: ${what}.`);
      }
      await registry.remove(device);
      return {};
    },

    async trend({ id, ...question }) {
      const { from, to, min, max } = await trends({ instrument: id, ...question });
      return { from, to, min: new Float64Array(min), max: new Float64Array(max) };
    },
  };
}
