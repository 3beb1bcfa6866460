import type { ReadableDb, WritableDb } from '#main/database/operations.ts';
import { bytesARow } from './cut.ts';

/** What is in the file, by kind: about, from the number of rows and what the newest ones have. */
export interface Sizes {
  /** Of the file, and of the pages in it that can be used again. */
  readonly bytes: number;
  readonly spare: number;
  readonly rows: number;
  readonly since: number | null;
  readonly records: number;
  readonly readings: number;
  readonly search: number;
  readonly unindexed: number;
  /** Sizes of the last days, oldest first. */
  readonly days: readonly { readonly at: number; readonly bytes: number }[];
}

const daysKept = 400;
/** Bytes of a block of readings beside its numbers. */
const blockBytes = 150;

/** Blocks of readings, and the bytes of one, about. */
export function readingSize(db: ReadableDb): { readonly blocks: number; readonly each: number } {
  const { least, most } = db
    .prepare(
      'SELECT (SELECT min(rowid) FROM reading_block) AS least, (SELECT max(rowid) FROM reading_block) AS most',
    )
    .get() as { least: number | null; most: number | null };
  if (least === null || most === null) return { blocks: 0, each: 0 };
  const { mean } = db
    .prepare(
      'SELECT avg(length(times) + length(readings)) AS mean FROM (SELECT times, readings FROM reading_block ORDER BY rowid DESC LIMIT 500)',
    )
    .get() as { mean: number | null };
  return { blocks: most - least + 1, each: blockBytes + (mean ?? 0) };
}

export const sizeReads = {
  sizes(db: ReadableDb, now: number): Sizes {
    const pragma = (name: string): number => db.pragma(name, { simple: true }) as number;
    const page = pragma('page_size');
    const bytes = pragma('page_count') * page;
    const spare = pragma('freelist_count') * page;
    const { head, first, line, since, indexed } = db
      .prepare(
        `SELECT (SELECT max(seq) FROM record) AS head, (SELECT min(seq) FROM record) AS first,
           (SELECT line FROM record ORDER BY seq DESC LIMIT 1) AS line,
           (SELECT at FROM record ORDER BY seq LIMIT 1) AS since,
           (SELECT indexed_to FROM search_state) AS indexed`,
      )
      .get() as {
      head: number | null;
      first: number | null;
      line: number | null;
      since: number | null;
      indexed: number | null;
    };
    const { blocks, each } = readingSize(db);
    const readings = blocks * each;
    const records = head === null ? 0 : Math.min(bytes - spare, (head - (first ?? 1) + 1) * bytesARow(db));
    return {
      bytes,
      spare,
      rows: line ?? 0,
      since,
      records,
      readings,
      // What is left of the pages in use: the index, for the most part.
      search: Math.max(0, bytes - spare - records - readings),
      unindexed: Math.max(0, (head ?? 0) - (indexed ?? 0)),
      days: db
        .prepare('SELECT at, bytes FROM database_size WHERE at > ? ORDER BY at')
        .all(now - 8 * 86_400_000) as { at: number; bytes: number }[],
    };
  },
};

export const sizeWrites = {
  /** Remembers the size of the database on this day. */
  noteSize(db: WritableDb, { day, at }: { readonly day: string; readonly at: number }): void {
    const pragma = (name: string): number => db.pragma(name, { simple: true }) as number;
    const used = (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
    db.prepare('INSERT OR REPLACE INTO database_size VALUES (?, ?, ?)').run(day, at, used);
    db.prepare(
      'DELETE FROM database_size WHERE day NOT IN (SELECT day FROM database_size ORDER BY day DESC LIMIT ?)',
    ).run(daysKept);
  },
};
