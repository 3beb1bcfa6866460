import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { generateSync } from 'otplib';
import type { AuditEntry, Call } from '#main/bridge/caller.ts';
import { openDatabase } from '#main/database/database.ts';
import { openVault } from '#main/vault/open-vault.ts';
import type { AccountState } from '#shared/contract/accounts.ts';
import { Fault } from '#shared/faults.ts';
import { hasOathtool, oathtoolCode } from './oathtool.fixture.ts';
import { openAccounts } from './open-accounts.ts';
import type { accountReads, accountWrites } from './operations.ts';
import type { AccountDatabase, AccountsOptions } from './options.ts';
import type { Accounts } from './service.ts';

/** A password that the policy takes. */
export const goodPassword = 'three loose screws';
/** The beginning of some 30 s step, in 2026. */
const begin = 1_780_000_020_000;
export const second = 1_000;
export const minute = 60_000;

/** Time that a test moves on, firing what is due on the way. */
export class FakeClock {
  time = begin;
  readonly #works = new Set<{ ms: number; due: number; work: () => void }>();
  now(): number {
    return this.time;
  }
  every(ms: number, work: () => void): () => void {
    const entry = { ms, due: this.time + ms, work };
    this.#works.add(entry);
    return () => this.#works.delete(entry);
  }
  pass(ms: number): void {
    const end = this.time + ms;
    for (;;) {
      const next = [...this.#works].sort((a, b) => a.due - b.due)[0];
      if (next === undefined || next.due > end) break;
      this.time = next.due;
      next.due += next.ms;
      next.work();
    }
    this.time = end;
  }
}

/** The code of an independent authenticator where there is one. */
export const codeAt = (secret: string, time: number): string =>
  hasOathtool ? oathtoolCode(secret, time) : generateSync({ secret, epoch: Math.floor(time / 1000) });

/** The code of the fault that the work ends with. */
export async function faultOf(work: Promise<unknown>): Promise<Fault> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error('no fault was thrown');
}

/** A console's accounts on a real database, a real vault and real worker threads; only the time is made up. */
export class Desk {
  readonly folder: string;
  readonly clock: FakeClock;
  readonly audited: AuditEntry[] = [];
  readonly signOuts: string[] = [];
  readonly idleLocks: string[] = [];
  idleMinutes = 0;
  accounts!: Accounts;
  database!: Awaited<ReturnType<typeof openDesk>>;
  #aborts: AbortController[] = [];

  constructor(folder = mkdtempSync(join(tmpdir(), 'lablink-accounts-')), clock = new FakeClock()) {
    this.folder = folder;
    this.clock = clock;
  }

  /** Opens, or opens again after `stop`. */
  async start(
    change: {
      wrap?: (database: AccountDatabase) => AccountDatabase;
      options?: Partial<AccountsOptions>;
    } = {},
  ) {
    this.database = await openDesk(this.folder);
    this.accounts = await openAccounts({
      database: change.wrap?.(this.database) ?? this.database,
      vault: await openVault({ folder: this.folder, keyring: null, mayCreate: true }),
      version: '1.2.3',
      host: 'bench-pc',
      dataFolder: '~/lablink',
      folder: this.folder,
      idleMinutes: () => this.idleMinutes,
      onIdleLock: (seat, who) => this.idleLocks.push(`${seat} ${who}`),
      onSignOut: async (outputs, who) => {
        this.signOuts.push(`${outputs} ${who}`);
      },
      audit: {
        record: async (entry) => {
          this.audited.push(entry);
        },
      },
      clock: this.clock,
      bcryptCost: 4,
      ...change.options,
    });
    return this;
  }
  async stop(): Promise<void> {
    for (const abort of this.#aborts.splice(0)) abort.abort();
    await this.accounts.close();
    await this.database.close();
  }
  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Changes the database behind the console's back. */
  sql(statement: string, ...values: readonly (string | number | null)[]): void {
    // The library that the console uses: another one in the same process would drop its locks.
    const file = new BetterSqlite3(join(this.folder, 'lablink.db'));
    try {
      file.prepare(statement).run(...values);
    } finally {
      file.close();
    }
  }

  call(seat: string): Call {
    const abort = new AbortController();
    this.#aborts.push(abort);
    const identity = this.accounts.identities.identify(seat);
    return { seat, identity, who: identity?.name ?? 'nobody signed in', signal: abort.signal };
  }
  /** The state stream of a seat. */
  watch(seat: string): AsyncIterator<AccountState> {
    return this.accounts.handlers
      .state({}, this.call(seat))
      [Symbol.asyncIterator]() as AsyncIterator<AccountState>;
  }
  /** The state of a seat as a window that opens now would get it. */
  async state(seat: string): Promise<AccountState> {
    const { value } = await this.watch(seat).next();
    return value as AccountState;
  }
  async phase(seat: string): Promise<string> {
    return (await this.state(seat)).phase;
  }

  async password(seat: string, name = 'Ada', password = goodPassword) {
    return this.accounts.handlers.signInPassword({ name, password }, this.call(seat));
  }
  async code(seat: string, code: string) {
    return this.accounts.handlers.signInCode({ code }, this.call(seat));
  }
  async recovery(seat: string, code: string) {
    return this.accounts.handlers.signInRecovery({ code }, this.call(seat));
  }
  async token(seat: string, token: string) {
    return this.accounts.handlers.signInToken({ token }, this.call(seat));
  }
  /** The code of the moment plus so many ms. */
  codeIn(secret: string, ms = 0): string {
    return codeAt(secret, this.clock.time + ms);
  }

  /** First run at a seat, from the name to the account, which is then signed in there. */
  async enrol(seat = 'first', name = 'Ada', password = goodPassword) {
    const { handlers } = this.accounts;
    const { secret } = await handlers.firstRunBegin({ name, password }, this.call(seat));
    const kept = await handlers.firstRunConfirm({ code: this.codeIn(secret) }, this.call(seat));
    const user = await handlers.firstRunFinish({}, this.call(seat));
    return { secret, ...kept, user };
  }
  /** A whole sign-in, with a code that was not used yet. */
  async signIn(seat: string, secret: string) {
    this.clock.pass(90 * second);
    await this.password(seat);
    return this.code(seat, this.codeIn(secret));
  }
}

const openDesk = (folder: string) =>
  openDatabase<typeof accountWrites, typeof accountReads>({ file: join(folder, 'lablink.db') });

let template: ReturnType<typeof makeTemplate> | undefined;

async function makeTemplate() {
  const desk = await new Desk().start();
  const { secret, recoveryCodes, recoverySecret } = await desk.enrol();
  await desk.stop();
  process.once('exit', () => rmSync(desk.folder, { recursive: true, force: true }));
  return { folder: desk.folder, secret, recoveryCodes, recoverySecret, time: desk.clock.time };
}

/** A console on which Ada's account exists already and nobody is signed in, a while after first run. */
export async function deskOfAda() {
  // Made once for each test file: choosing a password loads dictionaries.
  template ??= makeTemplate();
  const { folder, time, ...made } = await template;
  const desk = new Desk();
  cpSync(folder, desk.folder, { recursive: true });
  desk.clock.time = time + 90 * second;
  await desk.start();
  return { desk, ...made };
}
