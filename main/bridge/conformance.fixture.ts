import { anyone, command, query, stream } from '#shared/contract/declare.ts';
import { rolePermissions, type Role } from '#shared/contract/permissions.ts';
import { Fault } from '#shared/faults.ts';
import { z } from '#shared/schema.ts';
import type { AuditEntry, Call, Identities, Identity } from './caller.ts';
import type { Handlers } from './handlers.ts';
import { newest } from './sources.ts';

const Nothing = z.strictObject({});

/** A contract with one entry for everything a bridge has to do. */
export const contract = {
  test: {
    echo: query({
      needs: anyone('test'),
      input: z.strictObject({ value: z.unknown() }),
      output: z.unknown(),
    }),
    block: query({
      needs: anyone('test'),
      input: z.strictObject({ length: z.number().int().max(1e8) }),
      output: z.instanceof(Float32Array),
    }),
    /** Answers when its signal is aborted, or when the test says so. */
    hang: query({ needs: anyone('test'), input: Nothing, output: Nothing }),
    breaks: query({ needs: anyone('test'), input: Nothing, output: Nothing }),
    wrong: query({ needs: anyone('test'), input: Nothing, output: z.object({ n: z.number() }) }),
    automatic: query({ needs: 'instruments:read', automatic: true, input: Nothing, output: Nothing }),
    read: query({ needs: 'instruments:read', input: Nothing, output: z.string() }),
    set: command({
      needs: 'instruments:control',
      input: z.strictObject({ id: z.string(), secret: z.string(), value: z.number() }),
      output: z.object({ readBack: z.number() }),
      audit: ['id', 'value'],
    }),
    off: command({
      needs: 'instruments:control',
      input: Nothing,
      output: Nothing,
      audit: [],
      always: () => true,
    }),
    count: stream({ needs: anyone('test'), input: z.strictObject({ to: z.number() }), output: z.number() }),
    /** Does something, then yields. */
    yields: stream({
      needs: 'instruments:control',
      input: z.strictObject({ id: z.string(), secret: z.string(), to: z.number() }),
      output: z.number(),
      audit: ['id'],
    }),
    readings: stream({ needs: 'instruments:read', input: Nothing, output: z.number() }),
    failing: stream({ needs: anyone('test'), input: Nothing, output: z.number() }),
  },
  safety: {
    stop: command({ needs: anyone('test'), input: Nothing, output: Nothing, audit: [], emergency: true }),
  },
};
export type TestContract = typeof contract;

/** What the handlers saw, and what the test turns. */
export class Bench {
  readonly handlers: Handlers<TestContract>;
  readonly calls: string[] = [];
  readonly aborted: string[] = [];
  /** How many items were pulled from `count`. */
  pulled = 0;
  ended = 0;
  /** When true, `echo` answers with what no wire can carry. */
  unsendable = false;
  release: (() => void)[] = [];
  push: (value: number) => void = () => undefined;

  constructor() {
    const aborted = (name: string, { signal }: Call): Promise<Record<string, never>> =>
      new Promise((resolve) => {
        const done = (): void => resolve({});
        this.release.push(done);
        signal.addEventListener('abort', () => {
          this.aborted.push(name);
          done();
        });
      });
    const seen = (name: string): Record<string, never> => {
      this.calls.push(name);
      return {};
    };
    const pulled = (value: number): void => {
      this.pulled = value;
    };
    const ended = (): void => {
      this.ended++;
    };
    this.handlers = {
      test: {
        echo: ({ value }) => (this.unsendable ? () => value : value),
        block: ({ length }) => Float32Array.from({ length }, (_, index) => index / 7),
        hang: (_, call) => {
          seen('hang');
          return aborted('hang', call);
        },
        breaks: () => {
          throw new Error('a secret of the inside');
        },
        wrong: () => ({ n: 'text' }) as never,
        automatic: () => seen('automatic'),
        read: (_, { who }) => who,
        set: ({ value }, { who }) => {
          seen(`set ${value} by ${who}`);
          return { readBack: value };
        },
        off: () => seen('off'),
        async *count({ to }) {
          try {
            for (let value = 1; value <= to; value++) {
              pulled(value);
              yield value;
            }
          } finally {
            ended();
          }
        },
        async *yields({ to }, { who }) {
          seen(`yields by ${who}`);
          if (to < 0) throw new Fault('INSTRUMENT_REPLY', 'It is none.');
          for (let value = 1; value <= to; value++) yield value;
        },
        readings: (_, { signal }) =>
          newest<number>(signal, (push) => {
            this.push = push;
            return () => {
              this.push = () => undefined;
              ended();
            };
          }),
        async *failing() {
          yield 1;
          throw new Error('a secret of the inside');
        },
      },
      safety: { stop: () => seen('stop') },
    };
  }
}

/** Accounts whose people the test moves. */
export class Seats implements Identities {
  readonly #seats = new Map<string, Identity>();
  readonly #listeners = new Set<(seat: string) => void>();
  readonly touched: string[] = [];
  /** When true, the accounts are out of order. */
  broken = false;

  sit(seat: string, role: Role | null, locked = false): void {
    if (role === null) this.#seats.delete(seat);
    else
      this.#seats.set(seat, {
        userId: role,
        name: `the ${role}`,
        role,
        locked,
        permissions: locked ? [] : rolePermissions[role],
      });
    for (const listener of this.#listeners) listener(seat);
  }
  get watchers(): number {
    return this.#listeners.size;
  }
  identify(seat: string): Identity | null {
    if (this.broken) throw new Error('out of order');
    return this.#seats.get(seat) ?? null;
  }
  onChange(listener: (seat: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  touch(seat: string): void {
    if (this.broken) throw new Error('out of order');
    this.touched.push(seat);
  }
}

/** An audit trail that a test can fill up, or hold. */
export class Trail {
  readonly entries: AuditEntry[] = [];
  full = false;
  held: Promise<void> | null = null;
  async record(entry: AuditEntry): Promise<void> {
    await this.held;
    if (this.full) throw new Error('disk full');
    this.entries.push(entry);
  }
}
