import { useClient } from '#renderer/stores/hooks.ts';
import { useFollow } from '#renderer/stores/use-follow.ts';
import type { DischargeRun, DischargeWish } from '#shared/contract/discharge.ts';
import { type Act, useAct } from '#renderer/features/bench/use-act.ts';

/** The battery test of a channel, and what a person does with it. */
export interface Discharging extends Pick<Act, 'fault' | 'forget'> {
  /** Null: there was none since the console was started. Undefined: the console has not said. */
  readonly run: DischargeRun | null | undefined;
  readonly starting: boolean;
  readonly start: (wish: DischargeWish) => void;
  readonly stop: () => void;
}

export function useDischarge(id: string, channel: number): Discharging {
  const client = useClient();
  const { fault, forget, pending, run: act } = useAct();
  const { value, old } = useFollow(`discharge ${id} ${channel}`, 'instruments:read', (to, signal) =>
    to.discharge.state({ id, channel }, { signal }),
  );
  return {
    run: value === null || old ? undefined : value.run,
    fault,
    forget,
    starting: pending,
    start: (wish) => void act(() => client.discharge.start({ id, channel, ...wish })),
    stop: () => void act(() => client.discharge.stop({ id, channel })),
  };
}
