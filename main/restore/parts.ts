import { accountTables } from '#main/accounts/restored.ts';
import type { RestorePart } from '#shared/contract/backups.ts';

/** Tables of the parts that are taken or left table by table. Whatever is in none of them is history, and comes or stays as a whole. */
export const partTables: Readonly<Record<Exclude<RestorePart, 'history'>, readonly string[]>> = {
  accounts: accountTables,
  settings: [],
};

/** What a part has outside the database, by its name in the data folder. */
export const partFiles: Readonly<Record<RestorePart, readonly string[]>> = {
  history: ['transcripts'],
  accounts: [],
  settings: ['bench.json'],
};
