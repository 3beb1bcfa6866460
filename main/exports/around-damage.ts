import { databaseFault } from '#main/database/connection.ts';
import type { ReadableDb } from '#main/database/operations.ts';
import { selectLines, selectLinesAlone } from '#main/history/line-sql.ts';
import type { LineRow } from '#main/history/lines.ts';

/** Records that cannot be read, or are not there: from the first to the last, and how many lines of the history are among them. */
export interface Lost {
  readonly from: number;
  readonly to: number;
  readonly lines: number;
}

/** A line that was read alone. `alone`: without what lies beside it (marks, whether it was interrupted), which cannot be read. */
export interface ReadAlone {
  readonly line: LineRow;
  readonly alone: boolean;
}

const one = (select: string): string => `${select} WHERE record.seq = ? AND record.kind <> 'outcome'`;

/** True when it is a damaged page that is in the way. Throws what is anything else. */
export function isDamage(error: unknown): boolean {
  const fault = databaseFault(error);
  if (fault.code !== 'DATABASE_CORRUPT') throw fault;
  return true;
}

/** One line where pages are damaged; null when there is none of this number, or it cannot be read. */
export function readAlone(db: ReadableDb, seq: number): ReadAlone | null {
  for (const alone of [false, true])
    try {
      const line = db.prepare(one(alone ? selectLinesAlone : selectLines)).get(seq) as LineRow | undefined;
      return line === undefined ? null : { line, alone };
    } catch (error) {
      isDamage(error);
    }
  return null;
}

/** Up to where retention took lines, and how many there were up to there: behind that none is missing by itself. */
export function begunAt(db: ReadableDb): { readonly seq: number; readonly line: number } {
  const row = db.prepare('SELECT last AS seq, line FROM checkpoint ORDER BY id DESC LIMIT 1').get() as
    | { seq: number; line: number }
    | undefined;
  return row ?? { seq: 0, line: 0 };
}

/** What is missing between two lines, by their numbers; null when nothing is. What retention took is not missing. */
export function lostBetween(
  db: ReadableDb,
  before: { readonly seq: number; readonly line: number },
  next: { readonly seq: number; readonly line: number },
): Lost | null {
  if (next.line <= before.line) return null;
  const begun = begunAt(db);
  const lines = next.line - Math.max(before.line, begun.line);
  return lines <= 0 ? null : { from: Math.max(before.seq, begun.seq) + 1, to: next.seq, lines };
}
