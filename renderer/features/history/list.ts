import type { HistoryPage, HistoryRow } from '#shared/contract/history.ts';
import type { z } from '#shared/schema.ts';

/** Rows kept in the window at most while it follows the newest; older ones are fetched again when they are scrolled to. */
export const keepRows = 5000;
/** Newer rows kept aside at most while the list is held. */
export const holdRows = 500;

/** The part of the history that is on screen. Newest first, without a hole between its first and last row. */
export interface HistoryList {
  readonly rows: readonly HistoryRow[];
  /** Pass as `before` for older rows; null: this is the beginning of the history. */
  readonly next: number | null;
  /** False until the first page has come. */
  readonly loaded: boolean;
  /** Newer rows that wait while the list is held, newest first. */
  readonly held: readonly HistoryRow[];
  /** More arrived than is kept aside, or rows were left out: only loading the list anew shows them all. */
  readonly torn: boolean;
}

export const emptyList: HistoryList = { rows: [], next: null, loaded: false, held: [], torn: false };

/** Newest first, each number once; of two with one number, the one in `newer` holds (it has the outcome). */
function merge(newer: readonly HistoryRow[], older: readonly HistoryRow[]): HistoryRow[] {
  const bySeq = new Map(older.map((row) => [row.seq, row]));
  for (const row of newer) bySeq.set(row.seq, row);
  return [...bySeq.values()].sort((a, b) => b.seq - a.seq);
}

/** An older page, or the first one. What the tail brought meanwhile stays. */
export function addPage(list: HistoryList, page: z.infer<typeof HistoryPage>): HistoryList {
  return { ...list, loaded: true, next: page.next, rows: merge(list.rows, page.rows) };
}

/**
 * Rows from the tail. Outcomes of rows on screen are shown at once; new rows too, unless the list is held. Rows older
 * than the list come with their page.
 */
export function addTail(
  list: HistoryList,
  tail: { readonly rows: readonly HistoryRow[]; readonly gap: boolean },
  held: boolean,
): HistoryList {
  const torn = list.torn || tail.gap;
  const shown = new Set(list.rows.map(({ seq }) => seq));
  const oldest =
    list.next === null ? Number.NEGATIVE_INFINITY : (list.rows.at(-1)?.seq ?? Number.NEGATIVE_INFINITY);
  const outcomes = tail.rows.filter(({ seq }) => shown.has(seq));
  const fresh = tail.rows.filter(({ seq }) => !shown.has(seq) && seq > oldest);
  const rows = outcomes.length === 0 ? list.rows : merge(outcomes, list.rows);
  if (held) {
    const waiting = merge(fresh, list.held);
    return { ...list, rows, held: waiting.slice(0, holdRows), torn: torn || waiting.length > holdRows };
  }
  if (fresh.length === 0) return { ...list, rows, torn };
  return trim({ ...list, rows: merge(fresh, rows), torn });
}

/** The list is not held any more: what waited is shown. A torn list has to be loaded anew instead. */
export const release = (list: HistoryList): HistoryList =>
  trim({ ...list, rows: merge(list.held, list.rows), held: [] });

function trim(list: HistoryList): HistoryList {
  if (list.rows.length <= keepRows) return list;
  const rows = list.rows.slice(0, keepRows);
  return { ...list, rows, next: rows.at(-1)?.seq ?? null };
}
