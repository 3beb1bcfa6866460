import type { Identities } from '#main/bridge/caller.ts';
import type { DomainHandlers } from '#main/bridge/handlers.ts';
import type { accounts } from '#shared/contract/accounts.ts';

/** Who sits at which seat. */
export interface Accounts {
  readonly identities: Identities;
  readonly handlers: DomainHandlers<typeof accounts>;
  /** Locks every seat (sleep), but those of the command line: a long measurement goes on, and there is no screen to guard. */
  lockAll(): void;
  /**
   * From here on this seat is the command line's, run by the owner of the data folder: while no account exists it may do what an
   * operator may, as `local:<osUser>`; once one exists, it is nobody until it signs in. It has no idle lock, because it ends
   * with its connection.
   */
  admitLocal(seat: string, osUser: string): void;
  /** The connection of such a seat has ended: it is forgotten, and outputs stay as they are. */
  endSeat(seat: string): void;
  close(): Promise<void>;
}
