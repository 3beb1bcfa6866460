import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { foundAt } from '#main/backups/service/found.ts';
import { openBackups } from '#main/backups/service/open-backups.ts';
import { Places } from '#main/backups/service/places.ts';
import type { backupReads, backupWrites } from '#main/backups/service/records.ts';
import { openDatabase } from '#main/database/database.ts';
import { openHistory } from '#main/history/open-history.ts';
import type { historyReads } from '#main/history/read-operations.ts';
import type { signingReads, signingWrites } from '#main/history/signing/operations.ts';
import { openSigner } from '#main/history/signing/open-signer.ts';
import type { historyWrites } from '#main/history/write-operations.ts';
import { openRestoring } from '#main/restore/open-restoring.ts';
import type { restoreReads, restoreWrites } from '#main/restore/operations.ts';
import { openVault } from '#main/vault/open-vault.ts';
import type { BackupCopy } from '#shared/contract/backups.ts';
import { backedUpFolder, listedFolder, listedStick } from './data.ts';
import { caller } from './desk.ts';
import type { CriticalPath } from './path.ts';
import { didNotHappen, timed } from './time.ts';
import { t } from '#shared/language/t.ts';

type Writes = typeof historyWrites & typeof backupWrites & typeof signingWrites & typeof restoreWrites;
type Reads = typeof historyReads & typeof backupReads & typeof signingReads & typeof restoreReads;

/** The services of a console that a backup needs, over a data folder: all of them real, none on a schedule. */
async function openedAt(folder: string) {
  const file = join(folder, 'lablink.db');
  const database = await openDatabase<Writes, Reads>({ file });
  const history = await openHistory(database);
  const vault = await openVault({ folder, keyring: null, mayCreate: true });
  const backups = openBackups({
    folder,
    file,
    database,
    vault,
    signer: await openSigner(database, vault),
    restores: openRestoring({ folder, vault, database }),
    takeAlong: () => Promise.resolve([]),
    unattended: false,
    audit: history.audit,
    version: '0',
    host: 'critical-paths',
  });
  return {
    database,
    handlers: backups.handlers,
    async close(): Promise<void> {
      await backups.close();
      await history.close();
      await database.close();
    },
  };
}

/** The last item of long work. */
async function resultOf<R>(
  items: AsyncIterable<{ readonly kind: 'progress' } | { readonly kind: 'result'; readonly result: R }>,
): Promise<R> {
  for await (const item of items) if (item.kind === 'result') return item.result;
  throw didNotHappen('the work ended without a result');
}

const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

const create: CriticalPath = {
  id: 'backups.create',
  name: t`Make a backup`,
  what: ({ backupBytes }) =>
    t`Snapshot of a database of ${mb(backupBytes)} or a little more, zstd, age, written and synced, read back, decrypted, checked row by row, signed, named; keeping takes the one before it away.`,
  async open({ data, folder }) {
    const console = await openedAt(backedUpFolder(data));
    const { database, handlers } = console;
    const before = await database.read('backupsRemembered', Date.now());
    const key = await handlers.createIdentity({ name: 'Lab safe' }, caller());
    await handlers.confirmIdentity({ id: key.id, identity: key.identity, passphrase: null }, caller());
    const stick = join(folder, 'stick');
    mkdirSync(stick);
    const place = await handlers.addDestination({ name: 'Stick', path: stick, kind: 'folder' }, caller());
    // What an earlier start has set up opens nothing any more: its folder and its key are gone.
    for (const { id } of before.destinations) await handlers.removeDestination({ id }, caller());
    for (const { id } of before.recipients) await handlers.removeRecipient({ id }, caller());
    const bytes = statSync(join(backedUpFolder(data), 'lablink.db')).size;
    let made = 0;
    let last: BackupCopy | null = null;
    return {
      batch: 1,
      sample: () =>
        timed(async () => {
          const { copies, failed } = await resultOf(handlers.create({ destinations: [place.id] }, caller()));
          if (copies.length !== 1 || failed.length > 0 || copies[0]!.state !== 'verified')
            throw didNotHappen('a backup was not made, or not verified');
          last = copies[0] as BackupCopy;
          made++;
        }),
      async prove() {
        if (last === null) throw didNotHappen('no backup was made');
        const source = { copy: last.id };
        const verdict = await resultOf(
          handlers.verify({ source, key: { identity: key.identity }, signer: null }, caller()),
        );
        if (verdict.state !== 'verified') throw didNotHappen(verdict.problems.join(' '));
        // Keys, destinations and what keeping did are recorded in this history, too: it grows while it is backed up.
        if (last.rows === 0) throw didNotHappen('the backup has no rows');
        return t`${made} backups of ${mb(bytes)}; the last one (${mb(last.bytes)}, ${last.rows.toLocaleString('en')} records) was decrypted with its key and verified whole.`;
      },
      close: () => console.close(),
    };
  },
};

const pageLength = 200;

const list: CriticalPath = {
  id: 'backups.list',
  name: t`List backups`,
  what: ({ backups }) =>
    t`All of ${backups.toLocaleString('en')} real backups, in pages of ${pageLength}, from a reader thread, with the messages to it and back.`,
  async open({ data, sizes }) {
    const console = await openedAt(listedFolder(data));
    const { database, handlers } = console;
    const path = listedStick(data);
    const remembered = () => database.read('backupsRemembered', Date.now());
    if ((await remembered()).destinations.length === 0)
      await handlers.addDestination({ name: 'Stick', path, kind: 'folder' }, caller());
    const [place] = (await remembered()).destinations;
    // As the console does when it looks at a destination: it reads the manifests of what it does not know.
    const places = new Places();
    await places.look([place!], true);
    for (;;) {
      const found = await foundAt(place!, places.seen(path)!, await remembered());
      if (found.length === 0) break;
      await database.write('addFoundBackups', found);
    }
    const all = async (): Promise<BackupCopy[]> => {
      const copies: BackupCopy[] = [];
      for (let before: number | null = null; ; before = copies.at(-1)!.at) {
        const page = await handlers.list({ destination: null, before, limit: pageLength }, caller());
        copies.push(...(page.copies as BackupCopy[]));
        if (!page.more) return copies;
      }
    };
    let lists = 0;
    return {
      batch: 1,
      sample: () =>
        timed(async () => {
          const { length } = await all();
          if (length !== sizes.backups)
            throw didNotHappen(`${length} of ${sizes.backups} backups were listed`);
          lists++;
        }),
      async prove() {
        for (const { name, bytes, rows } of await all()) {
          const file = statSync(join(path, name), { throwIfNoEntry: false });
          if (file?.size !== bytes || rows === 0)
            throw didNotHappen('a backup that is listed is not there, or not as long as it is listed');
        }
        return t`${lists} times all ${sizes.backups} were listed; each is a file on the disk, as long as it is listed, and its manifest was read.`;
      },
      close: () => console.close(),
    };
  },
};

export const backupPaths: readonly CriticalPath[] = [create, list];
