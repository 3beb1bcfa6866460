import { hostname } from 'node:os';
import { join } from 'node:path';
import { openAccounts } from '#main/accounts/open-accounts.ts';
import type { Accounts } from '#main/accounts/service.ts';
import type { Audit, Identities } from '#main/bridge/caller.ts';
import type { Handlers } from '#main/bridge/handlers.ts';
import { brokenDatabase } from '#main/database/database.ts';
import { openDashboard } from '#main/dashboard/open-dashboard.ts';
import { lockFolder } from '#main/database/lock.ts';
import { openBackups } from '#main/backups/service/open-backups.ts';
import { openExports } from '#main/exports/open-exports.ts';
import { prepareFolder, tidyPath } from '#main/folder/data-folder.ts';
import { filesToTake } from '#main/folder/files-to-take.ts';
import { openKeeping } from '#main/history/keeping/open-keeping.ts';
import { openSigner, type OwnSigner } from '#main/history/signing/open-signer.ts';
import { openInstruments } from '#main/instruments/open-instruments.ts';
import type { Instruments } from '#main/instruments/service.ts';
import { openLayouts } from '#main/layouts/open-layouts.ts';
import { watchLoopDelay } from '#main/profiling/loop-delay.ts';
import { tellRestores } from '#main/restore/tell.ts';
import { openRestoring } from '#main/restore/open-restoring.ts';
import { systemHandlers } from '#main/system/handlers.ts';
import type { Keyring } from '#main/vault/vault.ts';
import { openVault } from '#main/vault/open-vault.ts';
import { type LabLinkContract, contract } from '#shared/contract/index.ts';
import { type Fault, faultShape } from '#shared/faults.ts';
import { answering, asFault, openRecords, startWithin } from './open-records.ts';
import type { ReadOps, WriteOps } from './operations.ts';

export interface CoreOptions {
  /** The data folder: made if it is missing, and locked against a second console. */
  readonly folder: string;
  /** The platform's keyring; null where there is none. */
  readonly keyring: Keyring | null;
  readonly version: string;
  /** Somebody permitted asked the console to end: the shell closes the core, then itself. */
  readonly onQuit: () => void;
  /** False for one command of the command line: the instruments of the desk are not connected to until one is asked for. */
  readonly connectAll?: boolean;
  /** Milliseconds between two polls of an instrument; 100 when left out. */
  readonly pollMs?: number;
  /** Milliseconds that the database may take to open; for tests alone. */
  readonly openMs?: number;
}

/** Without a key, heads and backups stay unsigned, and say so; that is no reason not to start. */
const signerOf = (opening: Promise<OwnSigner>): Promise<OwnSigner | null> =>
  opening.catch((error: unknown) => {
    process.emitWarning(`the key that signs: ${faultShape(error).code}`);
    return null;
  });

/** The whole console without a screen. */
export interface Core {
  readonly contract: LabLinkContract;
  readonly handlers: Handlers<LabLinkContract>;
  readonly identities: Identities;
  readonly audit: Audit;
  /** What could not be opened at the start: accounts and history are out of reach, the emergency stop works. */
  readonly trouble: Fault | null;
  /** Outputs that are on or unknown, now. */
  live: Instruments['live'];
  /** This seat is the command line's, run by the owner of the data folder; see `Accounts.admitLocal`. */
  admitLocal(seat: string, osUser: string): void;
  /** The connection of such a seat has ended; outputs stay as they are. */
  endSeat(seat: string): void;
  /** The desktop session was locked: locks every seat, and outputs stay as they are. */
  lock(): void;
  /** The PC is about to sleep: locks every seat and does with the outputs what the policy says. */
  sleep(): Promise<void>;
  /** The PC is back: no link is trusted until it has resynchronised, and what was missed (backups, the day of the history) is caught up. */
  wake(): void;
  /** Closes everything in the reverse order of opening. `outputs`: what becomes of those that are on; recorded. */
  close(end: { readonly outputs: 'keep' | 'off'; readonly who: string }): Promise<void>;
}

/** After this the console starts without accounts and history. */
const openMs = 20_000;

/**
 * The composition root: opens the services in order. Throws FOLDER_UNWRITABLE, FOLDER_IN_USE. A database or a vault that
 * cannot be opened (or not within 20 s) is no reason not to start: whoever stands at the bench must still be able to stop it.
 */
export async function openCore(options: CoreOptions): Promise<Core> {
  const { folder, version } = options;
  prepareFolder(folder);
  const lock = lockFolder(folder);
  const closing: (() => void | Promise<void>)[] = [() => lock.release()];
  const closeAll = async (): Promise<void> => {
    for (const close of closing.splice(0).reverse())
      try {
        await close();
      } catch (error) {
        // The others have to be closed all the same; the lock of the folder is the last of them.
        process.emitWarning(`closing: ${faultShape(error).code}`);
      }
  };
  try {
    const loop = watchLoopDelay();
    closing.push(() => loop.close());

    const file = join(folder, 'lablink.db');
    const limitMs = options.openMs ?? openMs;
    const start = startWithin(limitMs);
    const { database, history, trouble: unopened } = await openRecords(file, limitMs);
    let trouble = unopened;
    closing.push(() => database.close());
    closing.push(() => history.close());
    const { audit } = history;
    const exports = openExports({
      database: file,
      folder: join(folder, 'exports'),
      version,
      host: hostname(),
    });
    closing.push(() => exports.close());

    const instruments = await openInstruments({
      folder,
      journal: history.journal,
      audit,
      trends: (question) => history.trend(question),
      connectAll: options.connectAll ?? true,
      ...(options.pollMs !== undefined && { timing: { poll: options.pollMs } }),
    });
    closing.push(() => instruments.close());

    const record = (who: string, seat: string, action: string, detail: Record<string, unknown>) =>
      // What is recorded here has happened already: a history that cannot be written says so by itself.
      audit.record({ at: Date.now(), who, seat, action, detail, result: 'ok' }).catch(() => undefined);

    /** Outputs on, nobody there to watch: does what was chosen, and records both. */
    const leave = async (why: string, outputs: 'keep' | 'off', who: string, seat = ''): Promise<void> => {
      const listed = (): string =>
        instruments
          .live()
          .map(({ name, channel, state }) => `${name} ${channel}: ${state}`)
          .join(', ');
      const live = listed();
      if (outputs === 'off' && live !== '') await instruments.switchOff(who);
      // What could not be read back off is still in the second list.
      await record(who, seat, why, { outputs, live, ...(outputs === 'off' ? { stillLive: listed() } : {}) });
    };

    // A new key is made only where nothing can have been sealed: not where the accounts cannot be read.
    const accountsExist = await start.within(database.read('accountsExist', null)).catch((error: unknown) => {
      trouble ??= asFault(error);
      return true;
    });
    const mayCreate = trouble === null && !accountsExist;
    const vault = await start
      .within(openVault({ folder, keyring: options.keyring, mayCreate }))
      .catch((error: unknown) => {
        trouble ??= asFault(error);
        return null;
      });
    const accounts: Accounts = await openAccounts({
      database:
        vault === null || trouble !== null
          ? brokenDatabase<WriteOps, ReadOps>(trouble!)
          : answering(database, limitMs),
      vault,
      version,
      host: hostname(),
      dataFolder: tidyPath(folder),
      folder,
      idleMinutes: () => instruments.policy().idleMinutes,
      // Outputs that could not be switched off are on the screen as unknown; nobody waits for this answer.
      onIdleLock: (seat, who) =>
        void leave('console.idleLock', instruments.policy().onIdleLock, who, seat).catch(() => undefined),
      audit,
      onSignOut: (outputs, who) => leave('console.signOut', outputs, who),
    });
    closing.push(() => accounts.close());

    const signer = vault === null ? null : await signerOf(start.within(openSigner(database, vault)));
    const keeping = openKeeping({
      database,
      file,
      signer,
      recordings: join(folder, 'transcripts'),
      audit,
      now: Date.now,
      writable: () => history.health.writable,
      onWhenFull: (whenFull) => history.whenFull(whenFull),
      unattended: options.connectAll ?? true,
    });
    closing.push(() => keeping.close());
    const restores = openRestoring({ folder, vault, database });
    const backups = openBackups({
      folder,
      file,
      database,
      vault,
      signer,
      restores,
      takeAlong: () => filesToTake(folder),
      unattended: options.connectAll ?? true,
      audit,
      version,
      host: hostname(),
    });
    closing.push(() => backups.close());

    const dashboard = openDashboard({ folder, version, loop, instruments: () => instruments.desk() });
    closing.push(() => dashboard.close());

    const layouts = openLayouts(database);
    const { identities } = accounts;
    const system = systemHandlers({
      history,
      loop,
      quit: async (outputs, who) => {
        await leave('console.quit', outputs, who);
        options.onQuit();
      },
    });
    // Beside the start, when the disk takes too long: the stop is not kept waiting for a row.
    await start.within(record('console', '', 'console.start', { version })).catch(() => undefined);
    await start.within(tellRestores(database, audit)).catch(() => undefined);

    return {
      contract,
      handlers: {
        accounts: accounts.handlers,
        ...instruments.handlers,
        history: history.handlers,
        exports: exports.handlers,
        keeping: keeping.handlers,
        backups: backups.handlers,
        layouts: layouts.handlers,
        ...dashboard.handlers,
        system,
      },
      identities,
      audit,
      trouble,
      live: () => instruments.live(),
      admitLocal: (seat, osUser) => accounts.admitLocal(seat, osUser),
      endSeat: (seat) => accounts.endSeat(seat),
      lock() {
        accounts.lockAll();
        void record('console', '', 'console.lock', {});
      },
      async sleep() {
        accounts.lockAll();
        await instruments.beforeSleep();
        await leave('console.sleep', instruments.policy().onSleep, 'console');
      },
      wake() {
        instruments.distrustLinks();
        keeping.wake();
        backups.wake();
      },
      async close({ outputs, who }) {
        try {
          await leave('console.close', outputs, who);
        } finally {
          await closeAll();
        }
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}
