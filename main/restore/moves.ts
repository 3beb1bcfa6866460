import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RestorePart } from '#shared/contract/backups.ts';
import { partFiles } from './parts.ts';
import type { Plan } from './plan.ts';

/** The database and what SQLite keeps beside it: a log of the old one beside the new one would be replayed into it. */
const databaseFiles = ['lablink.db', 'lablink.db-wal', 'lablink.db-shm', 'lablink.db-journal'];

/**
 * What moves out of a data folder when these parts come from `incoming`. `newVault`: the key of this PC could not be read, and one
 * that was made for the restore comes instead. The latch of the emergency stop is never among them.
 */
export function movesOf(incoming: string, parts: readonly RestorePart[], newVault: boolean): Plan['moves'] {
  const names = [
    ...(parts.includes('history') ? databaseFiles : []),
    ...parts.flatMap((part) => partFiles[part]),
    // Its token is void.
    ...(parts.includes('accounts') ? ['cli-token.json'] : []),
    ...(newVault ? ['vault.key', 'vault.wrapped'] : []),
  ];
  return names.map((name) => ({ name, comes: existsSync(join(incoming, name)) }));
}
