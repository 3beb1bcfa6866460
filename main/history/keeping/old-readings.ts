import type { ReadableDb, WritableDb } from '#main/database/operations.ts';
import type { Because, CutQuestion } from './cut.ts';
import { readingSize } from './sizes.ts';

/** Blocks of readings that would go: those up to this row. */
export interface ReadingPlan {
  readonly last: number;
  readonly rows: number;
  readonly bytes: number;
  readonly from: number;
  readonly to: number;
  readonly because: Because;
}

const stepBlocks = 200;

export const readingReads = {
  /** Blocks of readings that are old enough, or too many, from the oldest on. Null: none. */
  readingPlan(db: ReadableDb, { olderThan, bytes }: CutQuestion): ReadingPlan | null {
    const { least, most } = db
      .prepare(
        'SELECT (SELECT min(rowid) FROM reading_block) AS least, (SELECT max(rowid) FROM reading_block) AS most',
      )
      .get() as { least: number | null; most: number | null };
    if (least === null || most === null) return null;
    const { each } = readingSize(db);
    let byAge = 0;
    if (olderThan !== null) {
      const young = db
        .prepare('SELECT rowid AS id FROM reading_block WHERE to_at >= ? ORDER BY rowid LIMIT 1')
        .get(olderThan) as { id: number } | undefined;
      byAge = (young?.id ?? most + 1) - 1;
    }
    const bySize = bytes === null ? 0 : Math.min(most, most - Math.floor(bytes / each));
    const last = Math.max(byAge, bySize);
    if (last < least) return null;
    const { rows, from, to } = db
      .prepare(
        'SELECT count(*) AS rows, min(from_at) AS "from", max(to_at) AS "to" FROM reading_block WHERE rowid <= ?',
      )
      .get(last) as { rows: number; from: number; to: number };
    const because: Because = byAge >= least && bySize >= least ? 'both' : byAge >= least ? 'age' : 'size';
    return { last, rows, bytes: Math.round(rows * each), from, to, because };
  },
};

export const readingWrites = {
  /** Takes some of the blocks up to a row. Answers with how many. */
  readingStep(db: WritableDb, last: number): number {
    return db
      .prepare(
        `DELETE FROM reading_block WHERE rowid IN
           (SELECT rowid FROM reading_block WHERE rowid <= ? ORDER BY rowid LIMIT ${stepBlocks})`,
      )
      .run(last).changes;
  },
};
