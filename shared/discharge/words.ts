import type { DischargeEnd } from '#shared/contract/discharge.ts';
import { t } from '#shared/language/t.ts';

/** Why a battery test is over, in words: for the panel and for the history. */
export const dischargeEndWords: Readonly<Record<DischargeEnd, string>> = {
  cutOff: t`The cut-off voltage was reached.`,
  time: t`The longest time was over.`,
  capacity: t`The largest capacity was reached.`,
  stopped: t`It was stopped.`,
  emergencyStop: t`The emergency stop was set.`,
  switchedOff: t`The input was switched off from the console.`,
  offAtInstrument: t`The input went off at the load: by hand, or by a protection of its own.`,
  tripped: t`A protection of the load has tripped.`,
  changed: t`Another function or current was set by hand.`,
  notMeasured: t`The load was not read for too long.`,
  linkLost: t`The link to the load was lost.`,
  released: t`The load was given back to its front panel.`,
  removed: t`The load was taken off the desk.`,
  asleep: t`The PC went to sleep.`,
  closed: t`The console was closed.`,
  interrupted: t`The console ended without closing while the test ran.`,
};
