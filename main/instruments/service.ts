import type { DomainHandlers } from '#main/bridge/handlers.ts';
import type { discharge } from '#shared/contract/discharge.ts';
import type { instruments } from '#shared/contract/instruments.ts';
import type { links } from '#shared/contract/links.ts';
import type { SafetyPolicy, SafetyState, safety } from '#shared/contract/safety.ts';
import type { tally } from '#shared/contract/tally.ts';

/** An instrument on the desk, as figures name it. */
export interface OnDesk {
  readonly id: string;
  readonly name: string;
  readonly pollMs: number;
}

/** The instruments on the desk, their limits, and the emergency stop. */
export interface Instruments {
  readonly handlers: {
    readonly instruments: DomainHandlers<typeof instruments>;
    readonly links: DomainHandlers<typeof links>;
    readonly tally: DomainHandlers<typeof tally>;
    readonly discharge: DomainHandlers<typeof discharge>;
    readonly safety: DomainHandlers<typeof safety>;
  };
  /** Outputs that are on or unknown, now. */
  live(): SafetyState['live'];
  policy(): SafetyPolicy;
  /** What is on the desk, for figures: ids and names, and how far apart its polls are meant to be, ms. */
  desk(): readonly OnDesk[];
  /** Every output of every instrument off, in parallel, without latching; resolves when each is read back or given up (1 s). */
  switchOff(who: string): Promise<void>;
  /** Battery tests end, their inputs off: a PC that sleeps watches none. Resolves when they are, or after two seconds. */
  beforeSleep(): Promise<void>;
  /** After sleep, or a long stall: no link is trusted until it has resynchronised. */
  distrustLinks(): void;
  close(): Promise<void>;
}
