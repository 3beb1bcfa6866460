import type { Audit } from '#main/bridge/caller.ts';
import type { DomainHandlers } from '#main/bridge/handlers.ts';
import type { Journal, Reading } from '#main/session/ports.ts';
import type { history } from '#shared/contract/history.ts';
import type { KeepingPolicy } from '#shared/contract/keeping.ts';

export interface TrendQuestion {
  readonly instrument: string;
  readonly channel: number;
  readonly quantity: Reading['quantity'];
  /** Epoch ms. */
  readonly from: number;
  readonly to: number;
  readonly columns: number;
}
/** Min and max for each of `columns` equal parts of the time span; NaN where nothing was read. */
export interface Trend {
  readonly from: number;
  readonly to: number;
  readonly min: Float64Array;
  readonly max: Float64Array;
}

/** What the console remembers of instruments and people. */
export interface History {
  readonly journal: Journal;
  readonly audit: Audit;
  readonly handlers: DomainHandlers<typeof history>;
  /** From the blocks on disk and what is not there yet. */
  trend(question: TrendQuestion): Promise<Trend>;
  readonly health: { readonly rows: number; readonly writable: boolean };
  /** What becomes of changing commands that cannot be recorded: refused, or sent and counted. */
  whenFull(policy: KeepingPolicy['whenFull']): void;
  /** Writes what waits. */
  close(): Promise<void>;
}
