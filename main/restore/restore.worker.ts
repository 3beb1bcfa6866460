import { adoptAccounts, sealedTotps, type SealedTotp } from '#main/accounts/restored.ts';
import { databaseFault, openWritable, type OwnConnection } from '#main/database/connection.ts';
import { migrate, readMigrations, refuseNewer } from '#main/database/migrate.ts';
import { serveThread, threadData } from '#main/threads/serve.ts';
import type { RestorePart } from '#shared/contract/backups.ts';
import { Fault } from '#shared/faults.ts';
import { extractFiles, type Extraction, wrappedDataKey } from './archive.ts';
import { refuseForeignSchema } from './schema.ts';
import { type SealedKey, putSigningKeys, signingKeysOf } from './signing-keys.ts';
import { keepHere, putRestored, type RestoredRow, takeParts } from './restored-rows.ts';

/** Opens a database and brings it to this version's schema. */
function openMigrated(file: string): OwnConnection {
  const migrations = readMigrations();
  refuseNewer(file, migrations);
  const connection = openWritable(file);
  try {
    migrate(connection, migrations);
    return connection;
  } catch (error) {
    connection.close();
    throw databaseFault(error);
  }
}

/** What cannot be read of this PC is nothing to compare with; anything else (a disk that fails) is tried again at the next start. */
const isUnreadable = (error: unknown): boolean =>
  error instanceof Fault && (error.code === 'DATABASE_CORRUPT' || error.code === 'DATABASE_NEWER');

interface Adopted {
  readonly sealed: readonly SealedTotp[];
  readonly keys: readonly SealedKey[];
  readonly row: Omit<RestoredRow, 'voided'>;
}

const { file } = threadData() as { readonly file: string };
let open: OwnConnection | null = null;
const db = (): OwnConnection => {
  if (open === null) throw new Error('not open');
  return open;
};

/** The work in one durable transaction. */
function atOnce<T>(work: (db: OwnConnection) => T): T {
  try {
    return db()
      .transaction(() => {
        db().pragma('defer_foreign_keys = ON');
        return work(db());
      })
      .immediate();
  } catch (error) {
    throw databaseFault(error);
  }
}

function attach(path: string, name: string): void {
  try {
    openMigrated(path).close();
    db().prepare(`ATTACH ? AS ${name}`).run(path);
    db().prepare(`SELECT count(*) FROM ${name}.sqlite_schema`).get();
  } catch (error) {
    throw databaseFault(error);
  }
}

/** The database here, attached; null when there is none, or none that can be read and nothing of it is needed. */
function attachHere(path: string | null, parts: readonly RestorePart[]): string | null {
  if (path === null) return null;
  try {
    attach(path, 'here');
    return 'here';
  } catch (error) {
    if (isUnreadable(error) && parts.includes('accounts') && parts.includes('settings')) return null;
    throw error;
  }
}

serveThread(
  {
    open() {
      open = openMigrated(file);
    },
    /** Of a backup, before anything of it is used. */
    own: () => refuseForeignSchema(db()),
    dataKey: () => wrappedDataKey(db()),
    signingKeys: () => signingKeysOf(db()),
    sealed: () => sealedTotps(db()),
    extract: (input: Extraction) => extractFiles(db(), input),
    adopt: ({ sealed, keys, row }: Adopted) =>
      atOnce((connection) => {
        const voided = adoptAccounts(connection, sealed);
        putSigningKeys(connection, keys);
        putRestored(connection, { ...row, voided: row.parts.includes('accounts') ? voided : [] });
        connection.exec('DROP TABLE IF EXISTS sqlar');
      }),
    keep({ id, parts, here }: { id: string; parts: readonly RestorePart[]; here: string | null }) {
      const attached = attachHere(here, parts);
      atOnce((connection) => keepHere(connection, id, parts, attached));
    },
    take({ id, parts, from }: { id: string; parts: readonly RestorePart[]; from: string }) {
      attach(from, 'taken');
      atOnce((connection) => takeParts(connection, id, parts, 'taken'));
    },
    /** The log goes into the file, and the file to the disk. */
    close() {
      open?.close();
      open = null;
    },
  },
  () => void open?.close(),
);
