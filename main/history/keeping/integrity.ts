import { databaseFault } from '#main/database/connection.ts';
import type { ReadableDb } from '#main/database/operations.ts';
import { sizeReads } from './sizes.ts';
import { checkValues } from './values.ts';
import { t } from '#shared/language/t.ts';

/** One table with its indexes, and about how many pages they have. */
export interface IntegrityPart {
  readonly table: string;
  readonly pages: number;
}

/** Problems that are named, at most. */
export const problemsMax = 50;

const said = (table: string, why: string): string => t`table ${table}: ${why}`;

/** Rows of a table that name others that are not there. */
const strays = (db: ReadableDb, table: string): string[] =>
  (db.pragma(`foreign_key_check("${table}")`) as { rowid: number | null; parent: string }[])
    .slice(0, problemsMax)
    .map(
      ({ rowid, parent }) => t`row ${rowid ?? '?'} of ${table} names a row of ${parent} that is not there`,
    );

/** SQLite's check of one table: its pages, its rows, its indexes. Of `sqlite_schema`: also of the pages that are free. */
const pagesOf = (db: ReadableDb, table: string): string[] =>
  (db.pragma(`integrity_check("${table}")`) as { integrity_check: string }[])
    .map((row) => row.integrity_check)
    .filter((each) => each !== 'ok');

export const integrityReads = {
  /** What there is to check, the small things first. Sizes are estimates: counting pages would read all of them. */
  integrityParts(db: ReadableDb, _input: null): { readonly parts: IntegrityPart[]; readonly pages: number } {
    const pageSize = db.pragma('page_size', { simple: true }) as number;
    const pages = db.pragma('page_count', { simple: true }) as number;
    const names = db
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      .pluck()
      .all() as string[];
    const { records, readings } = sizeReads.sizes(db, 0);
    const indexes = names.filter((name) => /^search_\d+_data$/.test(name));
    const rest = Math.max(0, pages - (records + readings) / pageSize);
    const sizeOf = (name: string): number => {
      if (name === 'record') return records / pageSize;
      if (name === 'reading_block') return readings / pageSize;
      return indexes.includes(name) ? rest / indexes.length : 1;
    };
    const parts = ['sqlite_schema', ...names].map((table) => ({ table, pages: Math.ceil(sizeOf(table)) }));
    return { parts: parts.toSorted((one, other) => one.pages - other.pages), pages };
  },

  /** What does not hold of one table, in words. It cannot be broken off: about 10 s a GB of that table. */
  integrityOf(db: ReadableDb, table: string): string[] {
    const problems: string[] = [];
    for (const [check, why] of [
      [pagesOf, t`its pages cannot be checked: they are damaged`],
      [strays, t`what its rows refer to cannot be followed: pages are damaged`],
    ] as const)
      try {
        problems.push(...check(db, table).map((each) => (each.includes(table) ? each : said(table, each))));
      } catch (error) {
        const fault = databaseFault(error);
        if (fault.code !== 'DATABASE_CORRUPT') throw fault;
        problems.push(said(table, why));
      }
    return problems.slice(0, problemsMax);
  },

  checkValues,
};
