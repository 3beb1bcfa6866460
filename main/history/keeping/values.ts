import { databaseFault } from '#main/database/connection.ts';
import type { ReadableDb } from '#main/database/operations.ts';
import { blockSum, markSum, type StoredBlock, type StoredMark } from '#main/history/sums.ts';
import { t } from '#shared/language/t.ts';

/** Tables outside the chain whose rows have a sum. */
export const summedTables = ['reading_block', 'mark'] as const;
export type SummedTable = (typeof summedTables)[number];

export interface ValuesQuestion {
  readonly table: SummedTable;
  /** Start behind this row; null for the first. */
  readonly after: number | null;
}
export interface ValuesChecked {
  /** The last row that was looked at: pass it on to continue. Null at the end. */
  readonly after: number | null;
  readonly rows: number;
  /** Rows without a sum, from an older version: nobody can say whether they hold. */
  readonly unchecked: number;
  /** Rows that are not what was written, in words. */
  readonly problems: readonly string[];
}

/** What one call takes, at most: rows, ms, and problems that it names. */
const rowsMax = 5000;
const budgetMs = 30;
const problemsMax = 50;

type Row<T> = T & { readonly id: number; readonly crc: number | null };

const wrongBlock = (block: Row<StoredBlock>): string | null =>
  blockSum(block) === block.crc
    ? null
    : t`row ${block.id} of reading_block (${block.quantity} of channel ${block.channel} of ${block.instrument}) is not what was written`;

function wrongMark(db: ReadableDb, mark: Row<StoredMark>): string | null {
  if (markSum(mark) !== mark.crc) return t`row ${mark.id} of mark, a note, is not what was written`;
  const filed = db.prepare('SELECT tag FROM mark_tag WHERE seq = ?').pluck().all(mark.id);
  const tags = JSON.parse(mark.tags) as string[];
  return filed.length === tags.length && tags.every((tag) => filed.includes(tag))
    ? null
    : t`rows of mark_tag are not the tags of row ${mark.id} of mark`;
}

/** Holds a bounded number of rows outside the chain against their sums. Where they cannot be read, that is a problem, and the end. */
export function checkValues(db: ReadableDb, { table, after }: ValuesQuestion): ValuesChecked {
  const id = table === 'mark' ? 'seq' : 'rowid';
  const end = performance.now() + budgetMs;
  const problems: string[] = [];
  let [rows, unchecked, last] = [0, 0, after ?? 0];
  const answer = (over: boolean): ValuesChecked => ({ after: over ? null : last, rows, unchecked, problems });
  try {
    const found = db
      .prepare(`SELECT ${id} AS id, * FROM ${table} WHERE ${id} > ? ORDER BY ${id} LIMIT ${rowsMax}`)
      .iterate(after ?? Number.MIN_SAFE_INTEGER) as IterableIterator<Row<StoredBlock | StoredMark>>;
    for (const row of found) {
      rows++;
      last = row.id;
      if (row.crc === null) unchecked++;
      else {
        const why =
          table === 'mark' ? wrongMark(db, row as Row<StoredMark>) : wrongBlock(row as Row<StoredBlock>);
        if (why !== null) problems.push(why);
      }
      if (problems.length >= problemsMax || (rows >= 100 && performance.now() >= end)) return answer(false);
    }
    return answer(rows < rowsMax);
  } catch (error) {
    const fault = databaseFault(error);
    if (fault.code !== 'DATABASE_CORRUPT') throw fault;
    problems.push(t`rows of ${table} behind row ${last} cannot be read: the database is damaged there`);
    return answer(true);
  }
}
