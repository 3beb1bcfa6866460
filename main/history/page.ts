import type { ReadableDb } from '#main/database/operations.ts';
import type { HistoryFilter, HistoryPage, HistoryRow, Link } from '#shared/contract/history.ts';
import { foldCase, matches } from '#shared/history/matches.ts';
import type { z } from '#shared/schema.ts';
import { historyRow, keptReply, type LineRow, linkOf } from './lines.ts';
import { isIndexed } from './search/expression.ts';
import { look } from './search/look.ts';

export interface PageQuestion extends HistoryFilter {
  /** Lines older than this one; null from the newest. */
  readonly before: number | null;
  readonly limit: number;
}

/** What one call takes, at most, before it says where it got to: the window asks again from there, or leaves it. */
export interface PageBudget {
  readonly ms: number;
  /** Looks that it has in any case: a computer that is busy must not answer with next to nothing. */
  readonly least: number;
  /** Of long replies that are searched. */
  readonly bytes: number;
}
const usual: PageBudget = { ms: 30, least: 256, bytes: 32 * 2 ** 20 };

/** What a page ends with: the rows, the oldest record that was looked at, and its time where it was read anyway. */
interface Found {
  readonly rows: HistoryRow[];
  readonly reached: number;
  readonly at: number | null;
}

/**
 * Lines that fit the filter, newest first, as far as the budget goes. Order is that of `seq`: the clock may have been set back, so a
 * time narrows the rows but never ends the search. All of it is one moment of the database.
 */
export function page(
  db: ReadableDb,
  question: PageQuestion,
  budget: PageBudget = usual,
): z.infer<typeof HistoryPage> {
  db.prepare('BEGIN').run();
  try {
    return pageNow(db, question, budget);
  } finally {
    db.prepare('COMMIT').run();
  }
}

function pageNow(
  db: ReadableDb,
  { before, limit, ...filter }: PageQuestion,
  budget: PageBudget,
): z.infer<typeof HistoryPage> {
  const way = filter.text === '' || isIndexed(filter.text) ? 'index' : 'scan';
  const { newest, first } = db
    .prepare(
      'SELECT (SELECT max(seq) FROM record WHERE seq < ?) AS newest, (SELECT min(seq) FROM record) AS first',
    )
    .get(before ?? Number.MAX_SAFE_INTEGER) as { newest: number | null; first: number | null };
  if (newest === null || first === null) return { rows: [], next: null, searchedTo: null, way };
  const { rows, reached, at } = found(db, filter, { low: first, high: newest + 1 }, limit, budget);
  return {
    rows,
    next: reached <= first ? null : reached,
    searchedTo: at ?? timeOf(db, reached),
    way,
  };
}

/** When the first record from here on was made, epoch ms. */
const timeOf = (db: ReadableDb, seq: number): number =>
  (db.prepare('SELECT at FROM record WHERE seq >= ? ORDER BY seq LIMIT 1').get(seq) as { at: number }).at;

/** Rows of one link share it: it crosses to the main thread once, not with each row. */
function linksOnce(): (line: LineRow) => Link | null {
  const links = new Map<number, Link | null>();
  return (line) => {
    if (line.link === null) return null;
    let link = links.get(line.link);
    if (link === undefined) {
      link = linkOf(line);
      links.set(line.link, link);
    }
    return link;
  };
}

/** Words in what was kept of a reply that the row does not carry whole. */
const keptFits = (kept: string, row: HistoryRow, filter: HistoryFilter, folded: string): boolean =>
  foldCase(kept).includes(folded) && matches(row, { ...filter, text: '' });

function found(
  db: ReadableDb,
  filter: HistoryFilter,
  reach: { readonly low: number; readonly high: number },
  limit: number,
  budget: PageBudget,
): Found {
  const end = performance.now() + budget.ms;
  const folded = foldCase(filter.text);
  const rows: HistoryRow[] = [];
  let bytes = 0;
  let looks = 0;
  const linkOnce = linksOnce();
  for (const looked of look(db, filter, reach, limit)) {
    let reached = looked as number;
    let at: number | null = null;
    if (typeof looked !== 'number') {
      const line: LineRow = looked;
      reached = line.seq;
      ({ at } = line);
      const row = historyRow(line, linkOnce(line));
      const kept = filter.text === '' ? null : keptReply(line);
      bytes += kept?.length ?? 0;
      if (matches(row, filter) || (kept !== null && keptFits(kept, row, filter, folded))) rows.push(row);
    }
    const late = ++looks >= budget.least && performance.now() >= end;
    if (rows.length === limit || bytes >= budget.bytes || late) return { rows, reached, at };
  }
  return { rows, reached: reach.low, at: null };
}
