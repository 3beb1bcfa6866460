import type { Permission, Role } from '#shared/contract/permissions.ts';

/** Somebody who signed in. */
export interface Identity {
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
  /** Empty while locked. */
  readonly permissions: readonly Permission[];
  readonly locked: boolean;
}

/** Who calls: the seat is the window (Electron) or the browser's cookie (loopback), and outlives a lost connection. */
export interface Caller {
  readonly seat: string;
}

/** Kept by `accounts/`: which identity sits where, right now. */
export interface Identities {
  identify(seat: string): Identity | null;
  /** Called after every change (sign in, lock, unlock, sign out): running streams are checked again. */
  onChange(listener: (seat: string) => void): () => void;
  /** A person did something at this seat (any call but streams and `safety.state`): puts off the idle lock. */
  touch(seat: string): void;
}

/** One call, as a handler sees it. */
export interface Call {
  readonly seat: string;
  readonly identity: Identity | null;
  /** Name for the records: the identity's ("Ada (locked)" at a lock screen), or "nobody signed in". */
  readonly who: string;
  readonly signal: AbortSignal;
}

/** One line of the audit trail; written by the bridge for every command, whether it worked or was refused. */
export interface AuditEntry {
  readonly at: number;
  readonly who: string;
  readonly seat: string;
  /** `domain.method`. */
  readonly action: string;
  /** Declared fields of the input; of what did not work also `why`, the fault's message. */
  readonly detail: Readonly<Record<string, unknown>>;
  /** `ok`, or the fault's code. */
  readonly result: string;
}
export interface Audit {
  /** Durable when it resolves. */
  record(entry: AuditEntry): Promise<void>;
}
