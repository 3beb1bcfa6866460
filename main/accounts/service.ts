import type { Identities } from '#main/bridge/caller.ts';
import type { DomainHandlers } from '#main/bridge/handlers.ts';
import type { accounts } from '#shared/contract/accounts.ts';

/** Who sits at which seat. */
export interface Accounts {
  readonly identities: Identities;
  readonly handlers: DomainHandlers<typeof accounts>;
  /** Locks every seat (sleep). */
  lockAll(): void;
  close(): Promise<void>;
}
