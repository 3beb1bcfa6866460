import type { ReadableDb, WritableDb } from '#main/database/operations.ts';
import { chainStart } from '#main/history/chain.ts';
import { forgetBelow } from '#main/history/search/forget.ts';
import { Fault } from '#shared/faults.ts';
import { chainBegin, type Signed } from './signatures.ts';
import type { CheckpointFacts, PinnedRow } from './statements.ts';

/** A stretch at the beginning of the history. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

/** Why a range goes. */
export type Because = 'age' | 'size' | 'both';

/** What retention of records asks: older than `olderThan` (epoch ms) goes, and what is beyond `bytes`. Null: no such rule. */
export interface CutQuestion {
  readonly olderThan: number | null;
  readonly bytes: number | null;
}

/** `youngFrom`: rows of this time (epoch ms) and all behind them stay, whatever the rules say: they may be going on. */
export interface RecordQuestion extends CutQuestion {
  readonly youngFrom: number;
}

/** What would go: rows, and about how many bytes they are. */
export interface CutPlan extends Range {
  readonly rows: number;
  readonly bytes: number;
  readonly from: number;
  readonly to: number;
  readonly pinned: number;
  readonly because: Because;
}

/** Bytes of a row beside its texts: numbers, hashes, and its places in indexes, about. */
const rowBytes = 260;
/** Rows whose age one call looks at, at most: some ten milliseconds of a reader. */
const oldRowsMax = 50_000;
/** Rows whose length is taken for that of all. */
const sampled = 4000;

/** Bytes of a row of the history, about: of the newest ones. */
export function bytesARow(db: ReadableDb): number {
  const { mean } = db
    .prepare(
      `SELECT avg(coalesce(length(request), 0) + coalesce(length(reply), 0) + coalesce(length(detail), 0)
         + coalesce(length(fault), 0)) AS mean FROM (SELECT * FROM record ORDER BY seq DESC LIMIT ${sampled})`,
    )
    .get() as { mean: number | null };
  return rowBytes + 2 * (mean ?? 0);
}

/** Rows of a range that stay: pinned lines, and outcomes of lines that stay or that an earlier cut has left. By what is pinned, not by all rows. */
export const pinnedSql = `
  SELECT seq, digest FROM record WHERE seq IN (
    SELECT seq FROM mark WHERE pinned = 1 AND seq BETWEEN :first AND :last
    UNION SELECT outcome.seq FROM record AS outcome INDEXED BY record_outcome
      WHERE outcome.intent IN (SELECT seq FROM mark WHERE pinned = 1 UNION ALL SELECT seq FROM checkpoint_pin)
        AND outcome.seq BETWEEN :first AND :last)
  ORDER BY seq`;

const pinnedRows = (db: ReadableDb, { first, last }: Range): PinnedRow[] =>
  (db.prepare(pinnedSql).all({ first, last }) as PinnedRow[]).map(({ seq, digest }) => ({
    seq,
    digest: Uint8Array.from(digest),
  }));

/** A stretch that does not hold stays: a checkpoint would say for ever that it did. `what` is without a full stop. */
export const broken = (what: string): Fault =>
  new Fault('DATABASE_CORRUPT', `${what}, so nothing of that stretch is deleted.`, {
    remedy: 'Look at that row, and at the last backup. Then restore the backup.',
  });

export const cutReads = {
  /**
   * How far a cut may go: up to `most`, never the newest row, which the next one follows; and up to where the rule about size takes it
   * (0: nowhere). Null: no row may go.
   */
  cutReach(
    db: ReadableDb,
    { bytes, youngFrom }: Pick<RecordQuestion, 'bytes' | 'youngFrom'>,
  ): { readonly first: number; readonly most: number; readonly bySize: number } | null {
    const first = (chainBegin(db)?.after ?? 0) + 1;
    const { head } = db.prepare('SELECT max(seq) AS head FROM record').get() as { head: number | null };
    if (head === null) return null;
    const settled = db
      .prepare('SELECT seq FROM record WHERE at < ? ORDER BY seq DESC LIMIT 1')
      .get(youngFrom) as { seq: number } | undefined;
    const most = Math.min(head - 1, settled?.seq ?? 0);
    if (most < first) return null;
    const bySize = bytes === null ? 0 : Math.min(most, head - Math.floor(bytes / bytesARow(db)));
    return { first, most, bySize };
  },

  /**
   * The rows behind `after` that are old enough, as far as one call looks: up to the first that is young enough, so a clock that was
   * set back keeps rows rather than takes them. `more`: all of them were old; ask again from `last`.
   */
  oldRows(
    db: ReadableDb,
    { after, most, olderThan }: { readonly after: number; readonly most: number; readonly olderThan: number },
  ): { readonly last: number; readonly more: boolean } {
    const end = Math.min(most, after + oldRowsMax);
    const young = db
      .prepare('SELECT seq FROM record WHERE seq > ? AND seq <= ? AND at >= ? ORDER BY seq LIMIT 1')
      .get(after, end, olderThan) as { seq: number } | undefined;
    return young === undefined ? { last: end, more: end < most } : { last: young.seq - 1, more: false };
  },

  /** What would go of a range, and why. */
  cutPlan(db: ReadableDb, { first, last, because }: Range & { readonly because: Because }): CutPlan {
    const [from, to] = [first, last].map(
      (seq) =>
        (
          db.prepare('SELECT at FROM record WHERE seq >= ? ORDER BY seq LIMIT 1').get(seq) as
            | { at: number }
            | undefined
        )?.at ?? 0,
    ) as [number, number];
    const pinned = pinnedRows(db, { first, last }).length;
    const rows = last - first + 1 - pinned;
    return { first, last, rows, bytes: Math.round(rows * bytesARow(db)), from, to, pinned, because };
  },

  /** What a checkpoint about this range has to say, without who and why. */
  cutFacts(db: ReadableDb, { first, last }: Range): Omit<CheckpointFacts, 'at' | 'who' | 'reason'> {
    const at = (seq: number): { line: number; hash: Uint8Array } => {
      const row = db.prepare('SELECT line, hash FROM record WHERE seq = ?').get(seq) as
        | { line: number; hash: Uint8Array }
        | undefined;
      if (row === undefined) throw broken(`Row ${seq} of the history is missing`);
      return row;
    };
    const end = at(last);
    const misfit = db
      .prepare(
        `SELECT seq FROM signed_head WHERE seq BETWEEN ? AND ?
           AND hash IS NOT (SELECT hash FROM record WHERE record.seq = signed_head.seq) LIMIT 1`,
      )
      .get(first, last) as { seq: number } | undefined;
    if (misfit !== undefined)
      throw broken(`Row ${misfit.seq} of the history is not the one whose hash was signed`);
    const before = chainBegin(db)?.hash ?? chainStart;
    return {
      first,
      last,
      line: end.line,
      before: Uint8Array.from(before),
      hash: Uint8Array.from(end.hash),
      pinned: pinnedRows(db, { first, last }),
    };
  },

  /** The cut that is under way; null when there is none. */
  cutting: (db: ReadableDb, _input: null): Range | null =>
    (db.prepare('SELECT first, last FROM cutting').get() as Range | undefined) ?? null,
};

const samePins = (one: readonly PinnedRow[], other: readonly PinnedRow[]): boolean =>
  one.length === other.length &&
  one.every(
    ({ seq, digest }, index) =>
      seq === other[index]!.seq && Buffer.compare(digest, other[index]!.digest) === 0,
  );

/** Rows that go in one step: some milliseconds. */
const stepRows = 400;

export const cutWrites = {
  /** Leaves the checkpoint and announces the cut, in one: from here on its rows go, also when the console ends meanwhile. False: somebody has just pinned or unpinned a row of it. */
  beginCut(db: WritableDb, facts: Signed<CheckpointFacts>): boolean {
    if (!samePins(pinnedRows(db, facts), facts.pinned)) return false;
    if (cutReads.cutting(db, null) !== null)
      throw new Fault('DATABASE_FAILED', 'Old rows are being deleted already.');
    const { at, who, reason, first, last, line, before, hash, publicKey, signature } = facts;
    const { lastInsertRowid } = db
      .prepare(
        `INSERT INTO checkpoint (at, who, reason, first, last, line, before, hash, public_key, signature)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(at, who, reason, first, last, line, before, hash, publicKey, signature);
    const pin = db.prepare('INSERT INTO checkpoint_pin VALUES (?, ?, ?)');
    for (const { seq, digest } of facts.pinned) pin.run(seq, lastInsertRowid, digest);
    db.prepare('INSERT INTO cutting VALUES (1, ?, ?)').run(first, last);
    return true;
  },

  /** Takes some of the rows of the cut. Answers with how many, and whether there is more to do. */
  cutStep(db: WritableDb, _input: null): { readonly taken: number; readonly more: boolean } {
    const range = cutReads.cutting(db, null);
    if (range === null) return { taken: 0, more: false };
    const seqs = db
      .prepare(
        `SELECT seq FROM record WHERE seq BETWEEN ? AND ? AND seq NOT IN (SELECT seq FROM checkpoint_pin)
         ORDER BY seq LIMIT ${stepRows}`,
      )
      .pluck()
      .all(range.first, range.last) as number[];
    const to = seqs.at(-1);
    if (to !== undefined) {
      const gone = `seq BETWEEN ${range.first} AND ${to} AND seq NOT IN (SELECT seq FROM checkpoint_pin)`;
      for (const table of ['mark_tag', 'mark', 'interrupted', 'record'])
        db.prepare(`DELETE FROM ${table} WHERE ${gone}`).run();
      return { taken: seqs.length, more: true };
    }
    if (forgetBelow(db, range.last + 1)) return { taken: 0, more: true };
    db.prepare('DELETE FROM cutting').run();
    return { taken: 0, more: false };
  },

  /** Gives some free pages back to the disk. Answers with how many are left. */
  giveBack(db: WritableDb, _input: null): number {
    db.pragma('incremental_vacuum(200)');
    // Without auto-vacuum nothing is given back: the pages are used again.
    return db.pragma('auto_vacuum', { simple: true }) === 2
      ? (db.pragma('freelist_count', { simple: true }) as number)
      : 0;
  },
};
