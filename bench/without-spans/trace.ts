import type * as real from '#main/profiling/trace.ts';

/** `main/profiling/trace.ts` of a console without spans. */
export * from '#main/profiling/trace.ts';

export const tracing: typeof real.tracing = () => false;
export const here: typeof real.here = () => undefined;
export const at: typeof real.at = (_place, work) => work();
export const addSpan: typeof real.addSpan = () => undefined;
export const trace: typeof real.trace = (_origin, _kind, _name, _attributes, work) => work();
export const traced: typeof real.traced = (_kind, _name, _attributes, work) => work();
