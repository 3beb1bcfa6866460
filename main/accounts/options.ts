import type { Audit } from '#main/bridge/caller.ts';
import type { Database } from '#main/database/operations.ts';
import type { Vault } from '#main/vault/vault.ts';
import type { accountReads, accountWrites } from './operations.ts';

/** The part of the database that accounts use. */
export type AccountDatabase = Pick<Database<typeof accountWrites, typeof accountReads>, 'read' | 'write'>;

/** Time, so that tests need not wait for it. */
export interface Clock {
  /** Epoch ms. */
  now(): number;
  /** Runs the work every so many ms until the returned function is called. Must not keep the process alive. */
  every(ms: number, work: () => void): () => void;
}

/** The computer's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  every(ms, work) {
    const timer = setInterval(work, ms).unref();
    return () => clearInterval(timer);
  },
};

export interface AccountsOptions {
  readonly database: AccountDatabase;
  /** Null when it could not be opened: nobody can sign in, and the database says why. */
  readonly vault: Vault | null;
  readonly version: string;
  /** Name of this computer. */
  readonly host: string;
  /** As a person would write it. */
  readonly dataFolder: string;
  /** The same in full; left out where `dataFolder` is. The code of a recovery is written there. */
  readonly folder?: string;
  /** Minutes without a touch until a seat locks; 0 never. */
  readonly idleMinutes: () => number;
  /** A seat was locked because nobody touched it: what becomes of the outputs is the core's business. */
  readonly onIdleLock: (seat: string, who: string) => void;
  /** Somebody signs out; the seat is left when this resolves, and stays signed in when it rejects. */
  readonly onSignOut: (outputs: 'keep' | 'off', who: string) => Promise<void>;
  /** What happens here without a call of the contract: idle locks, and seats taken from people who were disabled. */
  readonly audit?: Audit;
  readonly clock?: Clock;
  /** bcrypt's cost; for tests alone. */
  readonly bcryptCost?: number;
}
