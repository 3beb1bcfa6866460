import type { Identities, Identity } from '#main/bridge/caller.ts';
import { rolePermissions } from '#shared/contract/permissions.ts';
import { Fault } from '#shared/faults.ts';
import type { ClockCheck } from './clock-check.ts';
import type { StoredUser } from './operations.ts';

/** Somebody who signed in, as the seat remembers them. */
export type Person = Pick<StoredUser, 'id' | 'name' | 'role' | 'recoveryCodesLeft'>;

/** What first run has collected. Lives in memory alone, until the account is made. */
interface NewAccount {
  readonly id: string;
  readonly name: string;
  readonly passwordHash: string;
  /** Base32. */
  readonly totpSecret: string;
  readonly clockCheck: ClockCheck;
}

/** Where one seat stands. A change is always another object, so that late work sees that it is too late. */
export type Standing =
  | { readonly phase: 'out' }
  | { readonly phase: 'enrolling'; readonly until: number; readonly account: NewAccount }
  | {
      readonly phase: 'codes';
      readonly until: number;
      readonly account: NewAccount;
      /** The confirming code's step: it counts as used. */
      readonly step: number;
      readonly macs: readonly Uint8Array[];
    }
  | {
      readonly phase: 'second-factor';
      readonly until: number;
      readonly userId: string;
      readonly clockCheck: ClockCheck;
    }
  | { readonly phase: 'signed-in' | 'locked'; readonly person: Person };

const out: Standing = { phase: 'out' };

/** Every seat's standing, and who is told when one changes. */
export class Seats {
  readonly #now: () => number;
  readonly #standings = new Map<string, Standing>();
  /** Epoch ms until which the seat was told to wait. */
  readonly #waits = new Map<string, number>();
  readonly #touched = new Map<string, number>();
  readonly #listeners = new Set<(seat: string) => void>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Where the seat stands now. What has expired is out. */
  at(seat: string): Standing {
    const standing = this.#standings.get(seat) ?? out;
    return 'until' in standing && standing.until <= this.#now() ? out : standing;
  }

  /** The seat's standing if it is in one of these phases; AUTH_EXPIRED otherwise. */
  expect<P extends Standing['phase']>(seat: string, ...phases: P[]): Extract<Standing, { phase: P }> {
    const standing = this.at(seat);
    if (!phases.some((phase) => phase === standing.phase))
      throw new Fault('AUTH_EXPIRED', 'This step is not open in this window, or not any more.');
    return standing as Extract<Standing, { phase: P }>;
  }

  /** Moves on, unless the seat has moved meanwhile: AUTH_EXPIRED. Null is out. */
  move(seat: string, from: Standing, to: Standing | null): void {
    if (this.at(seat) !== from)
      throw new Fault('AUTH_EXPIRED', 'This window was used for something else meanwhile.');
    this.put(seat, to);
  }

  /** Moves on, whatever was. Null is out. */
  put(seat: string, to: Standing | null): void {
    const before = this.#standings.get(seat);
    if (to === null || to.phase === 'out') {
      this.#standings.delete(seat);
      this.#touched.delete(seat);
    } else {
      this.#standings.set(seat, to);
      // A role that changed is nobody's touch.
      if (before?.phase !== to.phase) this.#touched.set(seat, this.#now());
    }
    this.#waits.delete(seat);
    this.announce(seat);
  }

  /** Seats that are not simply out, with expired ones cleared away first. */
  entries(): (readonly [string, Standing])[] {
    for (const [seat, standing] of this.#standings) if (this.at(seat) !== standing) this.put(seat, null);
    for (const [seat, until] of this.#waits) if (until <= this.#now()) this.#waits.delete(seat);
    return [...this.#standings];
  }

  /** Shows at this seat how long to wait. */
  setWait(seat: string, waitMs: number): void {
    this.#waits.set(seat, this.#now() + waitMs);
    this.announce(seat);
  }
  waitMs(seat: string): number {
    return Math.max(0, (this.#waits.get(seat) ?? 0) - this.#now());
  }

  /** Milliseconds since a person last did something at this seat. */
  idleMs(seat: string): number {
    return this.#now() - (this.#touched.get(seat) ?? this.#now());
  }

  announce(seat: string): void {
    for (const listener of this.#listeners) listener(seat);
  }

  /** Everything that changes at any seat; answers with what ends it. */
  onChange(listener: (seat: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  readonly identities: Identities = {
    identify: (seat): Identity | null => {
      const standing = this.at(seat);
      if (!('person' in standing)) return null;
      const { id: userId, name, role } = standing.person;
      const locked = standing.phase === 'locked';
      return { userId, name, role, locked, permissions: locked ? [] : rolePermissions[role] };
    },
    onChange: (listener) => this.onChange(listener),
    touch: (seat) => {
      if (this.at(seat).phase === 'signed-in') this.#touched.set(seat, this.#now());
    },
  };
}
