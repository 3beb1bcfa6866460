import type { DomainHandlers } from '#main/bridge/handlers.ts';
import type { instruments } from '#shared/contract/instruments.ts';
import type { links } from '#shared/contract/links.ts';
import type { SafetyPolicy, SafetyState, safety } from '#shared/contract/safety.ts';

/** The instruments on the desk, their limits, and the emergency stop. */
export interface Instruments {
  readonly handlers: {
    readonly instruments: DomainHandlers<typeof instruments>;
    readonly links: DomainHandlers<typeof links>;
    readonly safety: DomainHandlers<typeof safety>;
  };
  /** Outputs that are on or unknown, now. */
  live(): SafetyState['live'];
  policy(): SafetyPolicy;
  /** Every output of every instrument off, in parallel, without latching; resolves when each is read back or given up (1 s). */
  switchOff(who: string): Promise<void>;
  /** After sleep, or a long stall: no link is trusted until it has resynchronised. */
  distrustLinks(): void;
  close(): Promise<void>;
}
