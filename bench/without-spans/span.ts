import type * as real from '#main/profiling/span.ts';
import { meterOf } from './meters.ts';

/** `main/profiling/span.ts` of a console without spans: work is run, and nothing else. For the bench of what spans cost. */
export * from '#main/profiling/span.ts';

export const span: typeof real.span = (_name, work) => work();
export const rootSpan: typeof real.rootSpan = (_origin, _name, work) => work();
export const recordSpan: typeof real.recordSpan = () => undefined;
export const meterNamed: typeof real.meterNamed = () =>
  meterOf({ kind: 'console', name: 'none', instrument: null, part: 'whole' });
