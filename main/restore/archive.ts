import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { vaultKeyFile } from '#main/backups/make/create.ts';
import type { ReadableDb } from '#main/database/operations.ts';
import { fileFault } from '#main/folder/new-file.ts';
import { Fault } from '#shared/faults.ts';

const hasArchive = (db: ReadableDb): boolean =>
  db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'sqlar'").get() !== undefined;

/** What is written out of the archive of a backup, and where. */
export interface Extraction {
  readonly to: string;
  /** Names of files and of folders that are wanted. What else there is stays where it is. */
  readonly wanted: readonly string[];
}

/** A part of a path that is a plain name: no way up, nothing hidden, nothing that Windows reads as a device or a stream. */
const plain = /^[\w-][\w. ()-]*$/;

/** Whether a name of the archive stays inside the folder that it is written to. */
export const isSafeName = (name: string): boolean => {
  const parts = name.split('/');
  return parts.length <= 4 && name.length <= 400 && parts.every((part) => plain.test(part));
};

/** Makes a file; its content is on the disk when this returns. Throws what the system says. */
function writeNew(path: string, bytes: Uint8Array): void {
  // 'wx': neither over another file nor through a link.
  const handle = openSync(path, 'wx', 0o600);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Does something to the disk; what the system says against it is a Fault, since it is told on another thread. */
function onDisk(folder: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw fileFault(error, folder);
  }
}

/**
 * Writes the files of a backup (table `sqlar`) below a folder. Answers with how many. Throws BACKUP_DAMAGED for a name that would lead
 * out of there, DISK_FULL or FOLDER_UNWRITABLE where the disk refuses. source: SQLite Archive Files, 2 (sz equals the length of data where it is not compressed; mode 040000 is a folder).
 */
export function extractFiles(db: ReadableDb, { to, wanted }: Extraction): number {
  if (!hasArchive(db)) return 0;
  const rows = db.prepare('SELECT name, mode, sz FROM sqlar ORDER BY name').all() as {
    name: string;
    mode: number;
    sz: number;
  }[];
  const content = db.prepare('SELECT data FROM sqlar WHERE name = ?');
  let files = 0;
  for (const { name, mode, sz } of rows) {
    const [top = ''] = name.split('/');
    if (!wanted.includes(top)) continue;
    if (!isSafeName(name))
      throw new Fault('BACKUP_DAMAGED', 'A file in the backup has a name that leads out of the data folder.');
    const isFolder = (mode & 0o170000) === 0o040000;
    onDisk(to, () =>
      mkdirSync(join(to, ...(isFolder ? name.split('/') : name.split('/').slice(0, -1))), {
        recursive: true,
        mode: 0o700,
      }),
    );
    if (isFolder) continue;
    const { data } = content.get(name) as { data: Uint8Array | null };
    const bytes = data ?? new Uint8Array();
    if (bytes.length !== sz)
      throw new Fault('BACKUP_DAMAGED', 'A file in the backup does not have the size that it should have.');
    onDisk(to, () => writeNew(join(to, ...name.split('/')), bytes));
    files++;
  }
  return files;
}

/** The data key that travels in a backup, encrypted to its recipients; null when there is none. */
export function wrappedDataKey(db: ReadableDb): Uint8Array | null {
  if (!hasArchive(db)) return null;
  const row = db.prepare('SELECT data FROM sqlar WHERE name = ?').get(vaultKeyFile) as
    | { data: Uint8Array }
    | undefined;
  return row === undefined ? null : Uint8Array.from(row.data);
}
