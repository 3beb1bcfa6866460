import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { trialFolder } from '#main/backups/backup.fixture.ts';
import { openDatabase } from '#main/database/database.ts';
import { link, openedHistory, outcome, request } from '#main/history/history.fixture.ts';
import { openSigner } from '#main/history/signing/open-signer.ts';
import type { ReadOps, WriteOps } from '#main/operations.ts';
import { openRestoring } from '#main/restore/open-restoring.ts';
import { openVault } from '#main/vault/open-vault.ts';
import type { AuditEntry } from '#main/bridge/caller.ts';
import type { BackupCopy, BackupState } from '#shared/contract/backups.ts';
import { openBackups } from './open-backups.ts';
import type { Backups } from './service.ts';

type Handlers = Backups['handlers'];

/** Somebody who calls, for as long as `signal` says. */
export const by = (signal: AbortSignal = new AbortController().signal) => ({
  seat: 's1',
  identity: null,
  who: 'Ada',
  signal,
});

/** The result of long work; progress is let pass. */
export async function resultOf<R>(
  items: AsyncIterable<{ readonly kind: 'progress' } | { readonly kind: 'result'; readonly result: R }>,
): Promise<R> {
  for await (const item of items) if (item.kind === 'result') return item.result;
  throw new Error('it ended without a result');
}

/** The backups of a data folder with a history, over the real database, vault and clock (or a clock of the test's own). */
export async function openedBackups(
  options: { readonly now?: () => number; readonly tickMs?: number; readonly retryMs?: number } = {},
) {
  const root = trialFolder();
  const [folder, stick] = [join(root, 'data'), join(root, 'stick')];
  mkdirSync(folder);
  mkdirSync(stick);
  const file = join(folder, 'lablink.db');
  const opened = await openedHistory(file);
  for (let number = 0; number < 30; number++) {
    const id = await opened.history.journal.intend(link(), request(`SOUR1:VOLT ${number}`));
    await opened.history.journal.settle(id, outcome('+1'));
  }
  await opened.close();
  const database = await openDatabase<WriteOps, ReadOps>({ file });
  const vault = await openVault({ folder, keyring: null, mayCreate: true });
  const audited: AuditEntry[] = [];
  const open = async (): Promise<Backups> =>
    openBackups({
      folder,
      file,
      database,
      vault,
      signer: await openSigner(database, vault),
      restores: openRestoring({ folder, vault, database }),
      takeAlong: async () => [],
      audit: { record: async (entry) => void audited.push(entry) },
      version: '1.2.3',
      host: 'bench',
      ...options,
    });
  let backups = await open();
  onTestFinished(async () => {
    await backups.close();
    await database.close();
  });
  const handlers = (): Handlers => backups.handlers;
  return {
    folder,
    stick,
    file,
    database,
    audited,
    get backups(): Backups {
      return backups;
    },
    get handlers(): Handlers {
      return handlers();
    },
    /** Ends them and begins anew, as a restart does. */
    async again(): Promise<void> {
      await backups.close();
      backups = await open();
    },
    /** The first state that fits. */
    async state(fits: (state: BackupState) => boolean = () => true): Promise<BackupState> {
      const end = new AbortController();
      try {
        for await (const state of handlers().state({}, by(end.signal)))
          if (fits(state as BackupState)) return state as BackupState;
      } finally {
        end.abort();
      }
      throw new Error('the state ended');
    },
    /** A key that was shown and typed back. */
    async key(passphrase: string | null = null) {
      const made = await handlers().createIdentity({ name: 'Lab safe' }, by());
      await handlers().confirmIdentity({ id: made.id, identity: made.identity, passphrase }, by());
      return made;
    },
    place: async (path: string = stick, name = 'Stick'): Promise<string> =>
      (await handlers().addDestination({ name, path, kind: 'folder' }, by())).id,
    create: (destinations: string[] | null = null) => resultOf(handlers().create({ destinations }, by())),
    copies: async (): Promise<readonly BackupCopy[]> =>
      (await handlers().list({ destination: null, before: null, limit: 200 }, by())).copies,
  };
}
export type OpenedBackups = Awaited<ReturnType<typeof openedBackups>>;
