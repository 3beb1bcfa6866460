import type { ReadableDb } from '#main/database/operations.ts';
import type { HistoryFilter, HistoryPage, HistoryRow } from '#shared/contract/history.ts';
import { foldCase, matchesText } from '#shared/history/matches.ts';
import type { z } from '#shared/schema.ts';
import { filteredLines } from './line-sql.ts';
import { historyRow, type LineRow, keptReply } from './lines.ts';

export interface PageQuestion extends HistoryFilter {
  /** Lines older than this one; null from the newest. */
  readonly before: number | null;
  readonly limit: number;
}

/** Records one call looks at, at most: a rare word costs a bounded time, then says where it got to. */
export const scanned = 20_000;
/** Bytes of long replies one call searches, at most; it may look at fewer records for it. */
const searchedBytes = 32 * 2 ** 20;

/** What a page ends with: the rows, and the oldest record that was looked at. */
interface Found {
  readonly rows: HistoryRow[];
  readonly reached: number;
}

/**
 * Lines that fit the filter, newest first, from a bounded part of the history. Order is that of `seq`: the clock may have been set
 * back, so a time narrows the rows but never ends the search.
 */
export function page(db: ReadableDb, question: PageQuestion): z.infer<typeof HistoryPage> {
  const top = question.before ?? Number.MAX_SAFE_INTEGER;
  const { newest, first } = db
    .prepare(
      'SELECT (SELECT max(seq) FROM record WHERE seq < ?) AS newest, (SELECT min(seq) FROM record) AS first',
    )
    .get(top) as { newest: number | null; first: number | null };
  if (newest === null || first === null) return { rows: [], next: null, searchedTo: null };
  const lowest = Math.max(first, newest - scanned + 1);
  const { rows, reached } = found(db, question, top, lowest);
  const { at } = db.prepare('SELECT at FROM record WHERE seq = ?').get(reached) as { at: number };
  return { rows, next: reached === first ? null : reached, searchedTo: at };
}

function found(db: ReadableDb, question: PageQuestion, top: number, lowest: number): Found {
  const { limit, text, before: _, errors, ...parts } = question;
  // What has to be looked at for its text cannot be counted beforehand.
  const bound = { ...parts, errors: errors ? 1 : 0, top, lowest, limit: text === '' ? limit : scanned };
  const lines = db.prepare(filteredLines).iterate(bound) as IterableIterator<LineRow>;
  const folded = foldCase(text);
  const rows: HistoryRow[] = [];
  let bytes = 0;
  for (const line of lines) {
    const row = historyRow(line);
    let fits = matchesText(row, text);
    if (!fits) {
      const kept = keptReply(line) ?? '';
      bytes += kept.length;
      fits = foldCase(kept).includes(folded);
    }
    if (fits) rows.push(row);
    if (rows.length === limit || bytes >= searchedBytes) return { rows, reached: line.seq };
  }
  return { rows, reached: lowest };
}
