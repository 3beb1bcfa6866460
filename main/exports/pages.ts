import type { ReadableDb } from '#main/database/operations.ts';
import { selectLines } from '#main/history/line-sql.ts';
import type { LineRow } from '#main/history/lines.ts';
import type { HistoryFilter } from '#shared/contract/history.ts';
import type { ExportRow } from './columns.ts';
import { exportRow } from './row.ts';

/** Lines that one step looks at, and bytes of replies that it takes up, at most. */
const stepLines = 1000;
const stepBytes = 4_000_000;

const linesSql = `${selectLines} WHERE record.seq > ? AND record.seq <= ? AND record.kind <> 'outcome'
  ORDER BY record.seq LIMIT ${stepLines}`;

/** One end of the history: a record, and how many lines there are up to it. */
export interface Head {
  readonly seq: number;
  readonly line: number;
  /** Hex; empty where the history is. */
  readonly hash: string;
}

/** The newest record now, and the number of lines before the oldest that is there: what an export goes through. */
export function boundsOf(db: ReadableDb): { head: Head; linesBefore: number } {
  const end = (order: 'ASC' | 'DESC') =>
    db.prepare(`SELECT seq, kind, line, hash FROM record ORDER BY seq ${order} LIMIT 1`).get() as
      | { seq: number; kind: string; line: number; hash: Uint8Array }
      | undefined;
  const [first, last] = [end('ASC'), end('DESC')];
  if (first === undefined || last === undefined)
    return { head: { seq: 0, line: 0, hash: '' }, linesBefore: 0 };
  return {
    head: { seq: last.seq, line: last.line, hash: Buffer.from(last.hash).toString('hex') },
    linesBefore: first.kind === 'outcome' ? first.line : first.line - 1,
  };
}

/** What one step found, and where the next begins. */
export interface Page {
  readonly rows: readonly ExportRow[];
  /** The last record that was looked at; the next step begins behind it. */
  readonly reached: number;
  /** Its number among the lines. */
  readonly line: number;
  readonly done: boolean;
}

/** Lines behind a record that fit the filter, oldest first, from a bounded part of the history up to `top`. */
export function nextPage(
  db: ReadableDb,
  filter: HistoryFilter,
  from: { readonly reached: number; readonly line: number },
  top: Head,
): Page {
  const rows: ExportRow[] = [];
  let { reached, line } = from;
  let looked = 0;
  let bytes = 0;
  for (const each of db.prepare(linesSql).iterate(reached, top.seq) as IterableIterator<LineRow>) {
    looked++;
    ({ seq: reached, line } = each);
    const row = exportRow(each, filter);
    if (row !== null) rows.push(row);
    bytes += (each.reply?.length ?? 0) + (each.o_reply?.length ?? 0) + (each.request?.length ?? 0);
    if (bytes >= stepBytes) return { rows, reached, line, done: false };
  }
  if (looked === stepLines) return { rows, reached, line, done: false };
  return { rows, reached: top.seq, line: top.line, done: true };
}
