import type { AuditEntry } from '#main/bridge/caller.ts';
import { recordSpan } from '#main/profiling/span.ts';
import type { Vault } from '#main/vault/vault.ts';
import { Fault } from '#shared/faults.ts';
import type { Availability } from './availability.ts';
import type { StoredUser } from './user-rows.ts';
import type { AccountDatabase, AccountsOptions } from './options.ts';
import type { Passwords } from './passwords.ts';
import type { Person, Seats } from './seats.ts';
import { admit, type Tries } from './throttle.ts';

/** What the steps of first run and of signing in share. */
export interface Room {
  readonly options: AccountsOptions;
  readonly availability: Availability;
  readonly database: AccountDatabase;
  readonly passwords: Passwords;
  readonly seats: Seats;
  readonly now: () => number;
  /** VAULT_FAILED when it could not be opened. */
  readonly vault: () => Vault;
  /** Counts a try; AUTH_WAIT also shows the time at the seat. */
  readonly admit: (seat: string, tries: Tries) => Promise<void>;
  /** A row of the trail beside the bridge's own. Not waited for: what it says has happened anyway. */
  readonly record: (row: Omit<AuditEntry, 'at' | 'result'> & Partial<Pick<AuditEntry, 'result'>>) => void;
}

/** What everybody is told when the vault could not be opened. */
export const noVault = (): Fault =>
  new Fault('VAULT_FAILED', 'The key of this PC could not be opened, so nobody can sign in.');

/** What the seat remembers of an account. */
export const personOf = ({ id, name, role, recoveryCodesLeft }: StoredUser): Person => ({
  id,
  name,
  role,
  recoveryCodesLeft,
});

export function roomOf(
  options: AccountsOptions,
  availability: Availability,
  passwords: Passwords,
  seats: Seats,
  now: () => number,
): Room {
  const { database } = availability;
  return {
    options,
    availability,
    database,
    passwords,
    seats,
    now,
    vault() {
      if (options.vault !== null) return options.vault;
      throw noVault();
    },
    async admit(seat, tries) {
      try {
        await admit(database, tries, now());
      } catch (error) {
        if (error instanceof Fault && error.code === 'AUTH_WAIT')
          seats.setWait(seat, Number(error.details['waitMs']));
        throw error;
      }
    },
    record(row) {
      options.audit
        ?.record({ at: now(), result: 'ok', ...row })
        // That the trail could not be written shows in the span and in the history's health.
        .catch(() => recordSpan('accounts:audit', 0, true));
    },
  };
}
