import { randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readMigrations } from '#main/database/migrate.ts';
import type { BackupCopy } from '#shared/contract/backups.ts';
import { type Manifest, manifestMax, readManifest } from '#main/backups/format/manifest.ts';
import { manifestName } from '#main/backups/format/names.ts';
import type { Look } from './places.ts';
import type { Remembered, StoredDestination } from './records.ts';

/** More are not read in one go: the next look takes the others. */
const atOnce = 200;

/** What its manifest says, believed or not; null where there is none that can be read. */
async function manifestOf(path: string): Promise<Manifest | null> {
  try {
    const file = manifestName(path);
    if ((await stat(file)).size > manifestMax) return null;
    return readManifest(await readFile(file), readMigrations().length);
  } catch {
    // Whatever is wrong with it is said when the backup is checked.
    return null;
  }
}

/** Backups that lie at a destination and are not in the list: unverified, whatever their manifests say. */
export async function foundAt(
  { id: destination, path }: StoredDestination,
  { names }: Look,
  { copies }: Pick<Remembered, 'copies'>,
): Promise<BackupCopy[]> {
  const known = new Set(copies.filter((copy) => copy.destination === destination).map(({ name }) => name));
  const found: BackupCopy[] = [];
  for (const name of [...(names ?? [])].filter((each) => !known.has(each)).slice(0, atOnce)) {
    const file = join(path, name);
    const stats = await stat(file).catch(() => null);
    if (stats?.isFile() !== true) continue;
    const manifest = await manifestOf(file);
    found.push({
      id: randomUUID(),
      destination,
      name,
      at: manifest?.made_at ?? Math.round(stats.mtimeMs),
      bytes: stats.size,
      state: 'unverified',
      checkedAt: null,
      why: manifest?.why ?? 'person',
      rows: manifest?.counts['record'] ?? 0,
      trouble: null,
    });
  }
  return found;
}
