import { Meter } from '#main/profiling/meter.ts';
import type * as real from '#main/profiling/meters.ts';

/** `main/profiling/meters.ts` of a console without spans: one meter for everything, which counts nothing. */
export * from '#main/profiling/meters.ts';

class Silent extends Meter {
  override record(): void {
    // Nothing is counted.
  }
}
const silent = new Silent({ kind: 'console', name: 'none', instrument: null, part: 'whole' });
export const meterOf: typeof real.meterOf = () => silent;
