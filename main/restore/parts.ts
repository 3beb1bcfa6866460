import { accountTables } from '#main/accounts/restored.ts';
import type { RestorePart } from '#shared/contract/backups.ts';

/**
 * What a console knows of its backups: keys, places, copies, runs. It speaks of the disks of this PC, so where this PC has its
 * own it stays; it comes with the settings where there is none. Tables that others point to first.
 */
export const ledgerTables = [
  'backup_recipient',
  'backup_destination',
  'backup_copy',
  'backup_run',
  'backup_setting',
  'backup_drill',
] as const;

/** Tables of the parts that are taken or left table by table. Whatever is in none of them is history, and comes or stays as a whole. */
export const partTables: Readonly<Record<Exclude<RestorePart, 'history'>, readonly string[]>> = {
  // How people arrange their benches is theirs: it comes and stays with them.
  accounts: [...accountTables, 'layout'],
  settings: ['keeping_policy', ...ledgerTables],
};

/** What a part has outside the database, by its name in the data folder. */
export const partFiles: Readonly<Record<RestorePart, readonly string[]>> = {
  history: ['transcripts'],
  accounts: [],
  settings: ['bench.json'],
};
