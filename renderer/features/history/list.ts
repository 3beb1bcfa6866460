import {
  everything,
  type HistoryFilter,
  type HistoryPage,
  type HistoryRow,
  type Mark,
} from '#shared/contract/history.ts';
import { matches } from '#shared/history/matches.ts';
import type { z } from '#shared/schema.ts';

/** Rows kept in the window at most while it follows the newest; older ones are fetched again when they are scrolled to. */
export const keepRows = 5000;
/** Newer rows kept aside at most while the list is held. */
export const holdRows = 500;

/** The part of the history that is on screen. Newest first, without a hole between its first and last row. */
export interface HistoryList {
  /** What the rows were asked for by. */
  readonly filter: HistoryFilter;
  readonly rows: readonly HistoryRow[];
  /** Pass as `before` for older rows; null: this is the beginning of the history. */
  readonly next: number | null;
  /** Epoch ms of the oldest record that was looked at; null before the first page, and where there is none. */
  readonly searchedTo: number | null;
  /** How the words are looked for; see `HistoryPage`. */
  readonly way: 'index' | 'scan';
  /** False until the first page has come. */
  readonly loaded: boolean;
  /** Newer rows that wait while the list is held, newest first. */
  readonly held: readonly HistoryRow[];
  /** More arrived than is kept aside, or rows were left out: only loading the list anew shows them all. */
  readonly torn: boolean;
}

/** A list of which nothing has come yet. */
export const emptyOf = (filter: HistoryFilter): HistoryList => ({
  filter,
  rows: [],
  next: null,
  searchedTo: null,
  way: 'index',
  loaded: false,
  held: [],
  torn: false,
});
export const emptyList: HistoryList = emptyOf(everything);

/** Newest first, each number once; of two with one number, the one in `newer` holds (it has the outcome). */
function merge(newer: readonly HistoryRow[], older: readonly HistoryRow[]): HistoryRow[] {
  const bySeq = new Map(older.map((row) => [row.seq, row]));
  for (const row of newer) bySeq.set(row.seq, row);
  return [...bySeq.values()].sort((a, b) => b.seq - a.seq);
}

/** An older page, or the first one. What the tail brought meanwhile stays. */
export function addPage(list: HistoryList, page: z.infer<typeof HistoryPage>): HistoryList {
  const { next, searchedTo, way } = page;
  return { ...list, loaded: true, next, searchedTo, way, rows: merge(list.rows, page.rows) };
}

/**
 * Rows from the tail, which knows no filter: only those that fit it are taken. Outcomes of rows on screen are shown at once,
 * and a row that does not fit any more goes; new rows too, unless the list is held. Rows older than what was looked through come with
 * their page.
 */
export function addTail(
  list: HistoryList,
  tail: { readonly rows: readonly HistoryRow[]; readonly gap: boolean },
  held: boolean,
): HistoryList {
  const torn = list.torn || tail.gap;
  const shown = new Set(list.rows.map(({ seq }) => seq));
  const waiting = new Set(list.held.map(({ seq }) => seq));
  const fits = new Map(tail.rows.map((row) => [row, matches(row, list.filter)]));
  const gone = new Set<number>();
  for (const [{ seq }, fit] of fits) if (!fit && (shown.has(seq) || waiting.has(seq))) gone.add(seq);
  const stay = (rows: readonly HistoryRow[]): readonly HistoryRow[] =>
    gone.size === 0 ? rows : rows.filter(({ seq }) => !gone.has(seq));

  const covered = list.loaded ? (list.next ?? 0) : 0;
  const fitting = tail.rows.filter((row) => fits.get(row));
  const outcomes = fitting.filter(({ seq }) => shown.has(seq));
  const fresh = fitting.filter(({ seq }) => !shown.has(seq) && seq >= covered);
  const rows = outcomes.length === 0 ? stay(list.rows) : merge(outcomes, stay(list.rows));
  if (held) {
    const aside = merge(fresh, stay(list.held));
    return { ...list, rows, held: aside.slice(0, holdRows), torn: torn || aside.length > holdRows };
  }
  if (fresh.length === 0) return { ...list, rows, torn };
  return trim({ ...list, rows: merge(fresh, rows), torn });
}

/** The list is not held any more: what waited is shown. A torn list has to be loaded anew instead. */
export const release = (list: HistoryList): HistoryList =>
  trim({ ...list, rows: merge(list.held, list.rows), held: [] });

/** A row of the list with what was just added to it; a list that does not have it stays as it is. */
export function remark(list: HistoryList, seq: number, mark: Mark | null): HistoryList {
  const known = (rows: readonly HistoryRow[]): readonly HistoryRow[] =>
    rows.some((row) => row.seq === seq)
      ? rows.map((row) => (row.seq === seq ? { ...row, mark } : row))
      : rows;
  return { ...list, rows: known(list.rows), held: known(list.held) };
}

function trim(list: HistoryList): HistoryList {
  if (list.rows.length <= keepRows) return list;
  const rows = list.rows.slice(0, keepRows);
  const oldest = rows.at(-1);
  return { ...list, rows, next: oldest?.seq ?? null, searchedTo: oldest?.at ?? null };
}
