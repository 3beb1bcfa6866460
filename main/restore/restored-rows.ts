import { keepDisabled } from '#main/accounts/restored.ts';
import type { ReadableDb, WritableDb } from '#main/database/operations.ts';
import type { RestorePart } from '#shared/contract/backups.ts';
import { ledgerTables, partTables } from './parts.ts';

/** One restore, as the database that it is in remembers it. */
export interface RestoredRow {
  readonly id: string;
  readonly at: number;
  readonly madeAt: number;
  readonly parts: readonly RestorePart[];
  readonly about: Readonly<Record<string, unknown>>;
  readonly voided: readonly string[];
}

/** Begins the row of a restore, in the database of the backup. Rows of earlier restores are history of that console, and stay. */
export function putRestored(db: WritableDb, row: RestoredRow): void {
  db.prepare("INSERT INTO restored VALUES (?, ?, ?, ?, ?, ?, '[]', 0, 0)").run(
    row.id,
    row.at,
    row.madeAt,
    JSON.stringify(row.parts),
    JSON.stringify(row.about),
    JSON.stringify(row.voided),
  );
}

const columnsOf = (db: ReadableDb, table: string): string =>
  (db.prepare("SELECT name FROM pragma_table_info(?, 'main')").all(table) as { name: string }[])
    .map(({ name }) => `"${name}"`)
    .join(', ');

/** Makes the rows of these tables those of an attached database; empties them where there is none. */
function copyTables(db: WritableDb, tables: readonly string[], from: string | null): void {
  for (const table of tables.toReversed()) db.prepare(`DELETE FROM main."${table}"`).run();
  if (from === null) return;
  for (const table of tables) {
    const columns = columnsOf(db, table);
    db.prepare(`INSERT INTO main."${table}" (${columns}) SELECT ${columns} FROM ${from}."${table}"`).run();
  }
}

const tabled = ['accounts', 'settings'] as const;
const tablesOf = (parts: readonly RestorePart[]): readonly string[] =>
  tabled.filter((part) => parts.includes(part)).flatMap((part) => partTables[part]);
const others = (parts: readonly RestorePart[]): RestorePart[] =>
  tabled.filter((part) => !parts.includes(part));

const hasLedger = (db: ReadableDb, here: string): boolean =>
  db
    .prepare(`SELECT 1 FROM ${here}.backup_recipient UNION ALL SELECT 1 FROM ${here}.backup_destination`)
    .get() !== undefined;

const isJoined = (db: ReadableDb, id: string): boolean =>
  db.prepare('SELECT 1 FROM main.restored WHERE id = ? AND joined = 1').get(id) !== undefined;

/**
 * Into the database of a backup: the parts that are not taken from it come from the attached `here`, and who was disabled here
 * stays so. `here` is null where this PC has nothing that can be read. Done once, however often it is called.
 */
export function keepHere(
  db: WritableDb,
  id: string,
  parts: readonly RestorePart[],
  here: string | null,
): void {
  if (isJoined(db, id)) return;
  copyTables(db, tablesOf(others(parts)), here);
  if (parts.includes('settings') && here !== null && hasLedger(db, here)) copyTables(db, ledgerTables, here);
  const disabled = parts.includes('accounts') && here !== null ? keepDisabled(db, here) : [];
  db.prepare('UPDATE restored SET joined = 1, disabled = ? WHERE id = ?').run(JSON.stringify(disabled), id);
}

/** Into the database that stays: these parts come from the attached database of a backup. Done once, however often it is called. */
export function takeParts(db: WritableDb, id: string, parts: readonly RestorePart[], from: string): void {
  if (isJoined(db, id)) return;
  copyTables(db, tablesOf(parts), from);
  db.prepare(`INSERT INTO main.restored SELECT * FROM ${from}.restored WHERE id = ?`).run(id);
}
