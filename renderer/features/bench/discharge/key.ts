import type { OutputKeyProps } from '#renderer/ui/OutputKey.tsx';
import type { ChannelState } from '#shared/contract/channels.ts';
import type { DischargeRun, DischargeWish } from '#shared/contract/discharge.ts';
import { sayWish } from './figures.ts';
import { t } from '#shared/language/t.ts';

/** What the key of the test shows. `run`: undefined while the console has not said. */
export function testState(run: DischargeRun | null | undefined, starting: boolean): OutputKeyProps['state'] {
  if (run === undefined) return 'unknown';
  if (run?.phase === 'running') return 'on';
  if (run?.phase === 'ending') return 'turning-off';
  return starting ? 'turning-on' : 'off';
}

/** What the key of the test says under its state. */
export function testNote(run: DischargeRun | null | undefined, wish: DischargeWish | null): string {
  if (run === undefined) return t`The console has not said whether one runs`;
  if (run?.phase === 'running') return t`One press stops it. ${sayWish(run)}`;
  if (run?.phase === 'ending') return t`Until the input is read back off`;
  return wish === null ? t`Switches the input on` : t`Hold to take ${sayWish({ wish })}`;
}

/** Why a test cannot be started; null when it can. Main judges again, and finally. */
export function whyNoTest(known: {
  /** Of the emergency stop, as for every output. */
  readonly locked: string | null;
  readonly gone: boolean;
  readonly released: boolean;
  readonly state: ChannelState | undefined;
  readonly missing: string | null;
  readonly wish: DischargeWish | null;
}): string | null {
  const { locked, gone, released, state, missing, wish } = known;
  if (released) return t`Take the load back first`;
  if (gone || state === undefined) return t`The load does not answer`;
  if (locked !== null) return locked;
  if (state.output?.state !== 'known') return t`The input is not known`;
  if (state.output.on === true) return t`Switch the input off first`;
  if ((state.tripped?.value?.length ?? 0) > 0) return t`Clear the protection first`;
  const volts = state.readings.voltage;
  if (volts === undefined) return t`The voltage at the input is not known`;
  if (missing !== null) return missing;
  if (wish === null) return t`Correct what is marked first`;
  return wish.cutOff >= volts ? t`The cut-off is not below the voltage at the input` : null;
}
