import type { SafetyState } from '#shared/contract/safety.ts';

/** Outputs that are on or unknown, one a line, as a person reads them. */
export const describeOutputs = (live: SafetyState['live']): string =>
  live
    .map(({ name, channel, state }) => `  ${name}, channel ${channel}: ${state === 'on' ? 'ON' : 'UNKNOWN'}`)
    .join('\n');
