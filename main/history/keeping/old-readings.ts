import type { ReadableDb, WritableDb } from '#main/database/operations.ts';
import type { Because } from './cut.ts';
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
/** Blocks that one call looks at, at most: some ten milliseconds of a reader. */
const blocksMax = 20_000;

/** Blocks behind a row, up to another. */
interface Blocks {
  readonly after: number;
  readonly most: number;
}

export const readingReads = {
  /** The first and the newest block, and up to where the rule about size takes them (0: nowhere). Null: there are none. */
  readingReach(
    db: ReadableDb,
    bytes: number | null,
  ): {
    readonly least: number;
    readonly most: number;
    readonly bySize: number;
    readonly each: number;
  } | null {
    const { least, most } = db
      .prepare(
        'SELECT (SELECT min(rowid) FROM reading_block) AS least, (SELECT max(rowid) FROM reading_block) AS most',
      )
      .get() as { least: number | null; most: number | null };
    if (least === null || most === null) return null;
    const { each } = readingSize(db);
    const bySize = bytes === null ? 0 : Math.min(most, most - Math.floor(bytes / each));
    return { least, most, bySize, each };
  },

  /** Blocks that are old enough, as far as one call looks. `more`: all of them were; ask again from `last`. */
  oldReadings(
    db: ReadableDb,
    { after, most, olderThan }: Blocks & { readonly olderThan: number },
  ): { readonly last: number; readonly more: boolean } {
    const end = Math.min(most, after + blocksMax);
    const young = db
      .prepare(
        'SELECT rowid AS id FROM reading_block WHERE rowid > ? AND rowid <= ? AND to_at >= ? ORDER BY rowid LIMIT 1',
      )
      .get(after, end, olderThan) as { id: number } | undefined;
    return young === undefined ? { last: end, more: end < most } : { last: young.id - 1, more: false };
  },

  /** How many blocks there are and of what time, as far as one call looks. */
  readingsIn(
    db: ReadableDb,
    { after, most }: Blocks,
  ): {
    readonly last: number;
    readonly rows: number;
    readonly from: number | null;
    readonly to: number | null;
  } {
    const last = Math.min(most, after + blocksMax);
    const found = db
      .prepare(
        `SELECT count(*) AS rows, min(from_at) AS "from", max(to_at) AS "to" FROM reading_block WHERE rowid > ? AND rowid <= ?`,
      )
      .get(after, last) as { rows: number; from: number | null; to: number | null };
    return { last, ...found };
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
