import type { DomainHandlers } from '#main/bridge/handlers.ts';
import { newest } from '#main/bridge/sources.ts';
import type { DischargeRun, discharge } from '#shared/contract/discharge.ts';
import { deviceOf } from '#main/instruments/control.ts';
import { publish } from '#main/instruments/published.ts';
import type { Room } from '#main/instruments/room.ts';
import type { Discharges } from './discharges.ts';

/** Between two tellings of a test that runs, ms: its curve goes with each. */
const tellingMs = 500;

/** The handlers of `discharge`. */
export function dischargeHandlers(room: Room, discharges: Discharges): DomainHandlers<typeof discharge> {
  return {
    state({ id, channel }, { signal }) {
      const device = deviceOf(room, id);
      return newest<{ run: DischargeRun | null }>(AbortSignal.any([signal, device.gone.signal]), (push) => {
        const run = publish(() => ({ run: discharges.run(id, channel) }), undefined, tellingMs);
        const unsubscribe = run.subscribe(push);
        const unwatch = discharges.watch(id, channel, () => run.poke());
        push(run.value);
        return () => {
          unwatch();
          unsubscribe();
          run.close();
        };
      });
    },
    start: ({ id, channel, ...wish }, call) => discharges.start(id, channel, wish, call),
    stop: async ({ id, channel }) => ({ stopped: await discharges.stop(id, channel) }),
  };
}
