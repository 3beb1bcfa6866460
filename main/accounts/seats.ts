import type { Identities, Identity } from '#main/bridge/caller.ts';
import { type Permission, rolePermissions } from '#shared/contract/permissions.ts';
import { Fault } from '#shared/faults.ts';
import type { ClockCheck } from './clock-check.ts';
import type { StoredUser } from './user-rows.ts';

/** Somebody who signed in, as the seat remembers them. */
export type Person = Pick<StoredUser, 'id' | 'name' | 'role' | 'recoveryCodesLeft'>;

/** What first run, or a recovery, has collected. Lives in memory alone, until it is stored. */
export interface NewAccount {
  readonly id: string;
  readonly name: string;
  readonly passwordHash: string;
  /** Base32. */
  readonly totpSecret: string;
  readonly clockCheck: ClockCheck;
  /** Of a recovery: what it was begun with. Null at first run. */
  readonly recovery: {
    /** There is an account of this id already. */
    readonly replaces: boolean;
    /** MAC of the recovery secret that was given. */
    readonly usedSecret: Uint8Array;
  } | null;
}

/** Where one seat stands. A change is always another object, so that late work sees that it is too late. */
export type Standing =
  | { readonly phase: 'out' }
  | { readonly phase: 'enrolling' | 'recovering'; readonly until: number; readonly account: NewAccount }
  | {
      readonly phase: 'codes' | 'recovered';
      readonly until: number;
      readonly account: NewAccount;
      /** The confirming code's step: it counts as used. */
      readonly step: number;
      /** Of the recovery codes, and of the recovery secret. */
      readonly macs: readonly Uint8Array[];
      readonly secretMac: Uint8Array;
    }
  | {
      readonly phase: 'second-factor';
      readonly until: number;
      readonly userId: string;
      /** The password that was right: a second factor after it was changed is too late. */
      readonly passwordHash: string;
      readonly clockCheck: ClockCheck;
    }
  | { readonly phase: 'signed-in' | 'locked'; readonly person: Person; readonly token?: never }
  /** Signed in with a token: until it expires. `token` is its id. */
  | {
      readonly phase: 'signed-in' | 'locked';
      readonly person: Person;
      readonly until: number;
      readonly token: string;
    };

const out: Standing = { phase: 'out' };

/** A token lies in a file or in a script, and no second factor comes after it: it is not the person. */
const notForTokens: readonly Permission[] = ['accounts:manage', 'safety:configure', 'backups:manage'];

/** A seat of the command line: a connection of the owner of the data folder. */
interface CommandLine {
  /** What the records call whoever sits there while there is no account. */
  readonly name: string;
  /** Its own, so that work which ends after the connection finds nothing that it could still be at. */
  readonly out: Standing;
}

/** Every seat's standing, and who is told when one changes. */
export class Seats {
  readonly #now: () => number;
  readonly #standings = new Map<string, Standing>();
  /** Epoch ms until which the seat was told to wait. */
  readonly #waits = new Map<string, number>();
  readonly #touched = new Map<string, number>();
  readonly #commandLines = new Map<string, CommandLine>();
  readonly #listeners = new Set<(seat: string) => void>();
  readonly #noAccount: () => boolean;

  /** `noAccount`: true while it is known that there is none. */
  constructor(now: () => number, noAccount: () => boolean) {
    this.#now = now;
    this.#noAccount = noAccount;
  }

  /** From here on a seat of the command line: without an idle lock, because it ends with its connection. */
  admitCommandLine(seat: string, name: string): void {
    this.#commandLines.set(seat, { name, out: { phase: 'out' } });
    this.put(seat, null);
  }
  /** What this seat is of the command line; another object each time it is admitted. */
  commandLine(seat: string): CommandLine | null {
    return this.#commandLines.get(seat) ?? null;
  }
  /** Forgets a seat: nobody is signed in there, and nothing that is under way gets in. */
  end(seat: string): void {
    this.#commandLines.delete(seat);
    this.put(seat, null);
  }
  /** Tells the command line's seats to look again whether there is an account. */
  announceCommandLines(): void {
    for (const seat of this.#commandLines.keys()) this.announce(seat);
  }

  /** Where the seat stands now. What has expired is out. */
  at(seat: string): Standing {
    const standing = this.#standings.get(seat);
    if (standing !== undefined && !('until' in standing && standing.until <= this.#now())) return standing;
    return this.#commandLines.get(seat)?.out ?? out;
  }

  /** The seat's standing if it is in one of these phases; AUTH_EXPIRED otherwise. */
  expect<P extends Standing['phase']>(seat: string, ...phases: P[]): Standing & { readonly phase: P } {
    const standing = this.at(seat);
    if (!phases.some((phase) => phase === standing.phase))
      throw new Fault('AUTH_EXPIRED', 'This step is not open in this window, or not any more.');
    return standing as Standing & { readonly phase: P };
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

  /** The command line while there is no account: whoever owns the data folder could make one. */
  #localIdentity(seat: string): Identity | null {
    const commandLine = this.#commandLines.get(seat);
    if (commandLine === undefined || !this.#noAccount()) return null;
    const role = 'operator';
    return {
      userId: 'local',
      name: commandLine.name,
      role,
      locked: false,
      permissions: rolePermissions[role],
    };
  }

  readonly identities: Identities = {
    identify: (seat): Identity | null => {
      const standing = this.at(seat);
      if (!('person' in standing)) return this.#localIdentity(seat);
      const { id: userId, name, role } = standing.person;
      const locked = standing.phase === 'locked';
      if (locked) return { userId, name, role, locked, permissions: [] };
      const permissions =
        standing.token === undefined
          ? rolePermissions[role]
          : rolePermissions[role].filter((permission) => !notForTokens.includes(permission));
      return { userId, name, role, locked, permissions };
    },
    onChange: (listener) => this.onChange(listener),
    touch: (seat) => {
      if (this.at(seat).phase === 'signed-in') this.#touched.set(seat, this.#now());
    },
  };
}
